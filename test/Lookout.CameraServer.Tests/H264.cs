namespace Lookout.CameraServer.Tests;

/// <summary>Just enough H.264 to look at what an encoder made (ITU-T H.264, 7.3).</summary>
internal static class H264
{
    public const int SliceIdr = 5;
    public const int Sps = 7;
    public const int Pps = 8;
    public const int BidirectionalSlice = 1;

    /// <summary>The types of the NAL units of one access unit in Annex B, and each unit's bytes.</summary>
    public static List<(int Type, byte[] Bytes)> Units(ReadOnlySpan<byte> annexB)
    {
        var starts = new List<int>();
        for (int i = 0; i + 3 < annexB.Length; i++)
            if (annexB[i] == 0 && annexB[i + 1] == 0 && annexB[i + 2] == 1) starts.Add(i + 3);
        var units = new List<(int, byte[])>();
        for (int i = 0; i < starts.Count; i++)
        {
            int end = i + 1 < starts.Count ? starts[i + 1] - 3 : annexB.Length;
            byte[] unit = annexB[starts[i]..end].TrimEnd((byte)0).ToArray();
            units.Add((unit[0] & 0x1F, unit));
        }
        return units;
    }

    /// <summary>slice_type of a coded slice, 0..4: P, B, I, SP, SI.</summary>
    public static int SliceType(byte[] slice)
    {
        int bit = 8;
        ReadGolomb(slice, ref bit);              // first_mb_in_slice
        return ReadGolomb(slice, ref bit) % 5;   // slice_type
    }

    private static int ReadGolomb(byte[] bytes, ref int bit)
    {
        int zeros = 0;
        while (Bit(bytes, bit++) == 0) zeros++;
        int value = 1;
        for (int i = 0; i < zeros; i++) value = value << 1 | Bit(bytes, bit++);
        return value - 1;
    }

    private static int Bit(byte[] bytes, int index) => bytes[index / 8] >> (7 - index % 8) & 1;
}
