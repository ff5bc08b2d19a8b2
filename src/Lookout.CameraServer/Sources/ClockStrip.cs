namespace Lookout.CameraServer.Sources;

/// <summary>
/// A time burnt into a picture so that it survives encoding: at the top edge, 40 cells of width/40 x 32 pixels, dark for 0
/// and bright for 1, most significant bit first.
/// <code>
/// +----------------------- 32 -----------------------+------ 8 ------+
/// | low 32 bits of capture time in microseconds      | XOR of its 4 bytes
/// +--------------------------------------------------+---------------+
/// </code>
/// </summary>
internal static class ClockStrip
{
    public const int Cells = 40;
    public const int Height = 32;
    private const byte Dark = 16;
    private const byte Bright = 235;
    private const byte Threshold = (Dark + Bright) / 2;

    public static void Draw(Span<byte> luma, int stride, int width, long captureNs)
    {
        ulong bits = Encode((uint)(captureNs / 1000));
        int cell = width / Cells;
        Span<byte> row = luma[..(cell * Cells)];
        for (int i = 0; i < Cells; i++)
            row.Slice(i * cell, cell).Fill((bits >> (Cells - 1 - i) & 1) == 1 ? Bright : Dark);
        for (int y = 1; y < Height; y++) row.CopyTo(luma[(y * stride)..]);
    }

    /// <summary>Reads the middle of each cell. False when the check bits do not match.</summary>
    public static bool TryRead(ReadOnlySpan<byte> luma, int stride, int width, out uint microseconds)
    {
        ulong bits = 0;
        int cell = width / Cells;
        ReadOnlySpan<byte> row = luma[(Height / 2 * stride)..];
        for (int i = 0; i < Cells; i++) bits = bits << 1 | (row[i * cell + cell / 2] > Threshold ? 1UL : 0);
        microseconds = (uint)(bits >> 8);
        return Encode(microseconds) == bits;
    }

    private static ulong Encode(uint value)
    {
        uint check = (value >> 24 ^ value >> 16 ^ value >> 8 ^ value) & 0xFF;
        return (ulong)value << 8 | check;
    }
}
