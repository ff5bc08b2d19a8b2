namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>Access units that look like H.264 from outside: start codes, SPS and PPS before a key frame, noise inside.</summary>
internal static class AccessUnits
{
    private static readonly byte[] ParameterSets = [0, 0, 0, 1, 0x67, 0x42, 0xE0, 0x1F, 9, 9, 0, 0, 0, 1, 0x68, 0xCE, 0x3C, 0x80];

    // VPS, SPS of Main at level 3.1, PPS.
    private static readonly byte[] H265ParameterSets =
    [
        0, 0, 0, 1, 0x40, 0x01, 9, 9,
        0, 0, 0, 1, 0x42, 0x01, 0x01, 0x01, 0x60, 0, 0, 3, 0, 0x90, 0, 0, 3, 0, 0, 3, 0, 93, 9, 9,
        0, 0, 0, 1, 0x44, 0x01, 9, 9,
    ];

    public static byte[] Key(int size = 3000, int seed = 1) => [.. ParameterSets, .. Slice(0x65, size, seed)];

    public static byte[] Delta(int size = 500, int seed = 1) => Slice(0x41, size, seed);

    public static byte[] KeyOfProfile(byte profileIdc)
    {
        byte[] unit = Key();
        unit[5] = profileIdc;
        unit[6] = 0;
        return unit;
    }

    public static byte[] H265Key(int size = 3000, int seed = 1) => [.. H265ParameterSets, .. H265Slice(0x26, size, seed)];

    public static byte[] H265Delta(int size = 500, int seed = 1) => H265Slice(0x02, size, seed);

    private static byte[] Slice(byte header, int size, int seed) => [0, 0, 0, 1, header, .. Noise(size, seed)];

    private static byte[] H265Slice(byte header, int size, int seed) => [0, 0, 0, 1, header, 0x01, .. Noise(size, seed)];

    private static byte[] Noise(int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        // No byte is small enough to look like a start code.
        for (int i = 0; i < size; i++) bytes[i] |= 0x10;
        return bytes;
    }
}
