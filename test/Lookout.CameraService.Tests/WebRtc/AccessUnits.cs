namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>Access units that look like H.264 from outside: start codes, SPS and PPS before a key frame, noise inside.</summary>
internal static class AccessUnits
{
    private static readonly byte[] ParameterSets = [0, 0, 0, 1, 0x67, 0x42, 0xE0, 0x1F, 9, 9, 0, 0, 0, 1, 0x68, 0xCE, 0x3C, 0x80];

    public static byte[] Key(int size = 3000, int seed = 1) => [.. ParameterSets, .. Slice(0x65, size, seed)];

    public static byte[] Delta(int size = 500, int seed = 1) => Slice(0x41, size, seed);

    public static byte[] KeyOfProfile(byte profileIdc)
    {
        byte[] unit = Key();
        unit[5] = profileIdc;
        unit[6] = 0;
        return unit;
    }

    private static byte[] Slice(byte header, int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        // No byte is small enough to look like a start code.
        for (int i = 0; i < size; i++) bytes[i] |= 0x10;
        return [0, 0, 0, 1, header, .. bytes];
    }
}
