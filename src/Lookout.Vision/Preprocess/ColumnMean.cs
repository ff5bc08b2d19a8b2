using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lookout.Vision.Preprocess;

/// <summary>
/// The vertical half of the resize: one target row as the weighted mean of the source rows under its box, still at the source's width.
/// Rows wholly inside the box weigh the same, so they are added up as 16-bit integers and weighed once; only the two edge rows are weighed alone.
/// </summary>
internal static class ColumnMean
{
    /// <summary>Weights for the rows of one box: rows First..First + Count - 1, of which the edge ones may differ from the rest.</summary>
    private readonly struct Rows
    {
        public readonly int Sum, SumEnd, Head, Tail;
        public readonly float Weight, HeadWeight, TailWeight;

        public Rows(BoxAxis axis, int k)
        {
            ReadOnlySpan<float> weights = axis.Weights.AsSpan(k * axis.Taps, axis.Count[k]);
            Weight = weights[weights.Length / 2];
            Sum = axis.First[k];
            SumEnd = Sum + weights.Length;
            Head = Tail = -1;
            if (weights[^1] != Weight)
            {
                Tail = --SumEnd;
                TailWeight = weights[^1];
            }
            if (weights[0] != Weight)
            {
                Head = Sum++;
                HeadWeight = weights[0];
            }
        }
    }

    /// <summary>
    /// Target row <paramref name="k"/> of one plane, <paramref name="width"/> values 0..255 into <paramref name="row"/>. The plane has rows of at least
    /// <paramref name="width"/> bytes, <paramref name="stride"/> apart, as many as <paramref name="axis"/> was made for: <see cref="YuvFrame"/> has checked it.
    /// </summary>
    public static void Plane(ReadOnlySpan<byte> plane, int stride, int width, BoxAxis axis, int k, Span<float> row)
    {
        var rows = new Rows(axis, k);
        ref byte source = ref MemoryMarshal.GetReference(plane);
        ref float target = ref MemoryMarshal.GetReference(row[..width]);
        int x = 0;
        if (width >= Vector256<byte>.Count)
        {
            while (true)
            {
                Columns<Halves>(ref source, stride, x, rows, ref Unsafe.Add(ref target, x), ref Unsafe.Add(ref target, x + Vector256<ushort>.Count));
                x += Vector256<byte>.Count;
                if (x == width) return;
                // The last block overlaps the one before it, rather than leave a rest for scalar code.
                x = Math.Min(x, width - Vector256<byte>.Count);
            }
        }
        for (; x < width; x++)
            row[x] = Column(plane, stride, x, rows);
    }

    /// <summary>As <see cref="Plane"/>, for a plane of <paramref name="width"/> pairs a row, pulled apart into <paramref name="even"/> and <paramref name="odd"/>.</summary>
    public static void Pairs(ReadOnlySpan<byte> plane, int stride, int width, BoxAxis axis, int k, Span<float> even, Span<float> odd)
    {
        var rows = new Rows(axis, k);
        ref byte source = ref MemoryMarshal.GetReference(plane);
        ref float evens = ref MemoryMarshal.GetReference(even[..width]);
        ref float odds = ref MemoryMarshal.GetReference(odd[..width]);
        int x = 0;
        if (width >= Vector256<ushort>.Count)
        {
            while (true)
            {
                Columns<Alternate>(ref source, stride, 2 * x, rows, ref Unsafe.Add(ref evens, x), ref Unsafe.Add(ref odds, x));
                x += Vector256<ushort>.Count;
                if (x == width) return;
                x = Math.Min(x, width - Vector256<ushort>.Count);
            }
        }
        for (; x < width; x++)
        {
            even[x] = Column(plane, stride, 2 * x, rows);
            odd[x] = Column(plane, stride, 2 * x + 1, rows);
        }
    }

    private static float Column(ReadOnlySpan<byte> plane, int stride, int x, in Rows rows)
    {
        int sum = 0;
        for (int r = rows.Sum; r < rows.SumEnd; r++) sum += plane[r * stride + x];
        float mean = sum * rows.Weight;
        if (rows.Head >= 0) mean += plane[rows.Head * stride + x] * rows.HeadWeight;
        if (rows.Tail >= 0) mean += plane[rows.Tail * stride + x] * rows.TailWeight;
        return mean;
    }

    // 32 bytes of every row under the box, to 16 floats at each of the two targets.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns<TSplit>(ref byte source, int stride, int x, in Rows rows, ref float first, ref float second)
        where TSplit : struct, ISplit
    {
        Vector256<ushort> a = default, b = default;
        for (int r = rows.Sum; r < rows.SumEnd; r++)
        {
            Vector256<byte> bytes = Load(ref source, r, stride, x);
            a += TSplit.First(bytes);
            b += TSplit.Second(bytes);
        }
        (Vector256<float> a0, Vector256<float> a1) = Weigh(a, rows.Weight);
        (Vector256<float> b0, Vector256<float> b1) = Weigh(b, rows.Weight);
        if (rows.Head >= 0) Add<TSplit>(Load(ref source, rows.Head, stride, x), rows.HeadWeight, ref a0, ref a1, ref b0, ref b1);
        if (rows.Tail >= 0) Add<TSplit>(Load(ref source, rows.Tail, stride, x), rows.TailWeight, ref a0, ref a1, ref b0, ref b1);
        a0.StoreUnsafe(ref first);
        a1.StoreUnsafe(ref first, (nuint)Vector256<float>.Count);
        b0.StoreUnsafe(ref second);
        b1.StoreUnsafe(ref second, (nuint)Vector256<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Load(ref byte source, int row, int stride, int x) =>
        Vector256.LoadUnsafe(ref source, (nuint)row * (nuint)stride + (nuint)x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TSplit>(
        Vector256<byte> bytes, float weight, ref Vector256<float> a0, ref Vector256<float> a1, ref Vector256<float> b0, ref Vector256<float> b1)
        where TSplit : struct, ISplit
    {
        (Vector256<float> c0, Vector256<float> c1) = Weigh(TSplit.First(bytes), weight);
        (Vector256<float> d0, Vector256<float> d1) = Weigh(TSplit.Second(bytes), weight);
        a0 += c0;
        a1 += c1;
        b0 += d0;
        b1 += d1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Lower, Vector256<float> Upper) Weigh(Vector256<ushort> sums, float weight)
    {
        (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(sums);
        // Through int: there is no unsigned conversion before AVX-512.
        return (Vector256.ConvertToSingle(lower.AsInt32()) * weight, Vector256.ConvertToSingle(upper.AsInt32()) * weight);
    }

    // How 32 bytes become two times 16 integers.
    private interface ISplit
    {
        static abstract Vector256<ushort> First(Vector256<byte> bytes);
        static abstract Vector256<ushort> Second(Vector256<byte> bytes);
    }

    private readonly struct Halves : ISplit
    {
        public static Vector256<ushort> First(Vector256<byte> bytes) => Vector256.WidenLower(bytes);
        public static Vector256<ushort> Second(Vector256<byte> bytes) => Vector256.WidenUpper(bytes);
    }

    private readonly struct Alternate : ISplit
    {
        public static Vector256<ushort> First(Vector256<byte> bytes) => bytes.AsUInt16() & Vector256.Create((ushort)0x00FF);
        public static Vector256<ushort> Second(Vector256<byte> bytes) => bytes.AsUInt16() >>> 8;
    }
}
