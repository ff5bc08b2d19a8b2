using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Lookout.Vision.Preprocess;

/// <summary>
/// The vertical half of the resize: one target row as the weighted mean of the source rows under its box, still at the source's width.
/// Results are 0..255 in fixed point with <see cref="FractionBits"/> bits of fraction.
/// </summary>
internal static class ColumnMean
{
    /// <summary>As many as leave a 16-bit integer positive.</summary>
    public const int FractionBits = 7;

    private static int Block => Vector<byte>.Count;

    /// <summary>
    /// Target row <paramref name="k"/> of one plane, <paramref name="width"/> values into <paramref name="row"/>. The plane has rows of at least
    /// <paramref name="width"/> bytes, <paramref name="stride"/> apart, as many as <paramref name="axis"/> was made for: <see cref="YuvFrame"/> has checked it.
    /// </summary>
    public static void Plane(ReadOnlySpan<byte> plane, int stride, int width, BoxAxis axis, int k, Span<short> row)
    {
        var rows = new BoxRows(axis, k);
        ref byte source = ref MemoryMarshal.GetReference(plane);
        ref short target = ref MemoryMarshal.GetReference(row[..width]);
        int x = 0;
        while (width - x >= Block)
        {
            Columns(ref source, stride, x, rows, out Vector<ushort> even, out Vector<ushort> odd);
            Vector.Widen(even, out Vector<uint> evenLow, out Vector<uint> evenHigh);
            Vector.Widen(odd, out Vector<uint> oddLow, out Vector<uint> oddHigh);
            (evenLow | (oddLow << 16)).As<uint, short>().StoreUnsafe(ref target, (nuint)x);
            (evenHigh | (oddHigh << 16)).As<uint, short>().StoreUnsafe(ref target, (nuint)(x + Block / 2));
            x = Next(x, width, Block);
        }
        for (; x < width; x++)
            row[x] = Column(plane, stride, x, rows);
    }

    /// <summary>As <see cref="Plane"/>, for a plane of <paramref name="width"/> pairs a row, pulled apart into <paramref name="even"/> and <paramref name="odd"/>.</summary>
    public static void Pairs(ReadOnlySpan<byte> plane, int stride, int width, BoxAxis axis, int k, Span<short> even, Span<short> odd)
    {
        var rows = new BoxRows(axis, k);
        ref byte source = ref MemoryMarshal.GetReference(plane);
        ref short evens = ref MemoryMarshal.GetReference(even[..width]);
        ref short odds = ref MemoryMarshal.GetReference(odd[..width]);
        int x = 0;
        while (width - x >= Block / 2)
        {
            Columns(ref source, stride, 2 * x, rows, out Vector<ushort> first, out Vector<ushort> second);
            first.As<ushort, short>().StoreUnsafe(ref evens, (nuint)x);
            second.As<ushort, short>().StoreUnsafe(ref odds, (nuint)x);
            x = Next(x, width, Block / 2);
        }
        for (; x < width; x++)
        {
            even[x] = Column(plane, stride, 2 * x, rows);
            odd[x] = Column(plane, stride, 2 * x + 1, rows);
        }
    }

    // The last block overlaps the one before it, rather than leave a rest for scalar code.
    private static int Next(int x, int width, int block)
    {
        x += block;
        return x < width && width - x < block ? width - block : x;
    }

    // One block of bytes of every row under the box: those at even and those at odd places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(ref byte source, int stride, int x, in BoxRows rows, out Vector<ushort> even, out Vector<ushort> odd)
    {
        // A pair is even + 256 * odd. Pairs are added up whole, modulo 2^16, and the odd bytes once more by themselves:
        // the even sum is what is left, and is exact since it fits 16 bits.
        Vector<ushort> whole = default, odds = default;
        ref byte at = ref Unsafe.Add(ref source, (nint)rows.First * stride + x);
        int left = rows.End - rows.First;
        for (; left >= 2; left -= 2)
        {
            Vector<ushort> first = Vector.LoadUnsafe(ref at).As<byte, ushort>();
            Vector<ushort> second = Vector.LoadUnsafe(ref Unsafe.Add(ref at, stride)).As<byte, ushort>();
            whole += first + second;
            odds += (first >>> 8) + (second >>> 8);
            at = ref Unsafe.Add(ref at, 2 * (nint)stride);
        }
        if (left > 0)
        {
            Vector<ushort> last = Vector.LoadUnsafe(ref at).As<byte, ushort>();
            whole += last;
            odds += last >>> 8;
        }
        Vector<ushort> evens = whole - (odds << 8);
        evens = MultiplyHigh(evens << rows.Shift, rows.Factor);
        odds = MultiplyHigh(odds << rows.Shift, rows.Factor);
        if (rows.Head >= 0) AddEdge(ref Unsafe.Add(ref source, (nint)rows.Head * stride + x), rows.HeadFactor, ref evens, ref odds);
        if (rows.Tail >= 0) AddEdge(ref Unsafe.Add(ref source, (nint)rows.Tail * stride + x), rows.TailFactor, ref evens, ref odds);
        even = evens;
        odd = odds;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddEdge(ref byte at, Vector<ushort> factor, ref Vector<ushort> evens, ref Vector<ushort> odds)
    {
        Vector<ushort> pairs = Vector.LoadUnsafe(ref at).As<byte, ushort>();
        evens += MultiplyHigh(pairs << 8, factor);
        odds += MultiplyHigh(pairs & new Vector<ushort>(0xFF00), factor);
    }

    private static short Column(ReadOnlySpan<byte> plane, int stride, int x, in BoxRows rows)
    {
        int sum = 0;
        for (int r = rows.First; r < rows.End; r++) sum += plane[r * stride + x];
        int mean = (sum << rows.Shift) * rows.Factor[0] >>> 16;
        if (rows.Head >= 0) mean += (plane[rows.Head * stride + x] << 8) * rows.HeadFactor[0] >>> 16;
        if (rows.Tail >= 0) mean += (plane[rows.Tail * stride + x] << 8) * rows.TailFactor[0] >>> 16;
        return (short)mean;
    }

    // The upper half of the 32-bit products.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ushort> MultiplyHigh(Vector<ushort> values, Vector<ushort> factor)
    {
        if (Avx2.IsSupported && Vector<ushort>.Count == Vector256<ushort>.Count)
            return Avx2.MultiplyHigh(values.AsVector256(), factor.AsVector256()).AsVector();
        if (Sse2.IsSupported && Vector<ushort>.Count == Vector128<ushort>.Count)
            return Sse2.MultiplyHigh(values.AsVector128(), factor.AsVector128()).AsVector();
        Vector.Widen(values, out Vector<uint> low, out Vector<uint> high);
        Vector.Widen(factor, out Vector<uint> lowFactor, out Vector<uint> highFactor);
        return Vector.Narrow((low * lowFactor) >>> 16, (high * highFactor) >>> 16);
    }
}
