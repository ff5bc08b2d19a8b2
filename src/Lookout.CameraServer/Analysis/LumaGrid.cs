using System.Numerics;
using System.Runtime.InteropServices;
using Lookout.Vision;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// The mean luma of each of 64 x 36 blocks of a picture, from every second row: enough to see that something moves, and little enough
/// to do on every frame. Allocates only when a picture is wider than any before.
/// </summary>
internal sealed class LumaGrid
{
    public const int Columns = 64;
    public const int Rows = 36;

    private const int RowStep = 2;

    // Of a block row, one sum a column of pixels: 255 times as many rows as a block can have stays within 16 bits.
    private ushort[] _sums = [];

    /// <summary>False when the picture is smaller than the grid.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="means">Receives <see cref="Columns"/> x <see cref="Rows"/> means, 0..255.</param>
    public bool TryMeasure(in YuvFrame frame, Span<float> means)
    {
        if (frame.Width < Columns || frame.Height < RowStep * Rows) return false;
        if (_sums.Length < frame.Width) _sums = new ushort[frame.Width];
        for (int row = 0; row < Rows; row++)
        {
            Span<ushort> sums = _sums.AsSpan(0, frame.Width);
            sums.Clear();
            int first = row * frame.Height / Rows, end = (row + 1) * frame.Height / Rows, added = 0;
            for (int y = first; y < end; y += RowStep, added++) Add(frame.Y.Slice(y * frame.StrideY, frame.Width), sums);
            for (int column = 0; column < Columns; column++)
            {
                int left = column * frame.Width / Columns, right = (column + 1) * frame.Width / Columns, sum = 0;
                foreach (ushort value in sums[left..right]) sum += value;
                means[row * Columns + column] = (float)sum / (added * (right - left));
            }
        }
        return true;
    }

    private static void Add(ReadOnlySpan<byte> luma, Span<ushort> sums)
    {
        int at = 0;
        ref byte from = ref MemoryMarshal.GetReference(luma);
        ref ushort to = ref MemoryMarshal.GetReference(sums);
        for (; at <= luma.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)at), out Vector<ushort> low, out Vector<ushort> high);
            (Vector.LoadUnsafe(ref to, (nuint)at) + low).StoreUnsafe(ref to, (nuint)at);
            (Vector.LoadUnsafe(ref to, (nuint)(at + Vector<ushort>.Count)) + high).StoreUnsafe(ref to, (nuint)(at + Vector<ushort>.Count));
        }
        for (; at < luma.Length; at++) sums[at] += luma[at];
    }
}
