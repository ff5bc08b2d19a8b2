using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Lookout.Vision.Preprocess;

/// <summary>The horizontal half of the resize: a row of <see cref="ColumnMean"/> at the source's width to one of 0..255 at the target's.</summary>
internal static class RowMean
{
    private const float Unit = 1f / (1 << (ColumnMean.FractionBits + BoxAxis.FractionBits));

    /// <summary>
    /// Fills <paramref name="target"/> with <see cref="BoxAxis.Padded"/> values. <paramref name="row"/> has, past the samples <paramref name="axis"/>
    /// was made for, <see cref="BoxAxis.Taps"/> values more: they are read, with weight 0.
    /// </summary>
    public static void Reduce(ReadOnlySpan<short> row, BoxAxis axis, Span<float> target)
    {
        if (Avx2.IsSupported && axis.Taps == Vector128<short>.Count) EightAtATime(row, axis, target);
        else if (axis.Taps == Vector128<short>.Count) FourAtATime(row, axis, Vector128<short>.Count, target);
        else FourAtATime(row, axis, axis.Taps, target);
    }

    // Shrinking to up to a seventh: each target sample's products fit half a register.
    private static void EightAtATime(ReadOnlySpan<short> row, BoxAxis axis, Span<float> target)
    {
        ref short source = ref MemoryMarshal.GetReference(row);
        ref short weights = ref MemoryMarshal.GetReference(axis.FixedWeights);
        ref int first = ref MemoryMarshal.GetReference(axis.First);
        ref float result = ref MemoryMarshal.GetReference(target[..axis.Padded]);
        Vector256<int> order = Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7);
        for (nint k = 0; k < axis.Padded; k += 8)
        {
            Vector256<int> sums01 = TwoProducts(ref source, ref Unsafe.Add(ref first, k), ref Unsafe.Add(ref weights, k * 8));
            Vector256<int> sums23 = TwoProducts(ref source, ref Unsafe.Add(ref first, k + 2), ref Unsafe.Add(ref weights, k * 8 + 16));
            Vector256<int> sums45 = TwoProducts(ref source, ref Unsafe.Add(ref first, k + 4), ref Unsafe.Add(ref weights, k * 8 + 32));
            Vector256<int> sums67 = TwoProducts(ref source, ref Unsafe.Add(ref first, k + 6), ref Unsafe.Add(ref weights, k * 8 + 48));
            // Adding pairs stays within the halves: even samples end in the lower, odd ones in the upper.
            Vector256<int> halves = Avx2.HorizontalAdd(Avx2.HorizontalAdd(sums01, sums23), Avx2.HorizontalAdd(sums45, sums67));
            (Vector256.ConvertToSingle(Avx2.PermuteVar8x32(halves, order)) * Unit).StoreUnsafe(ref result, (nuint)k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> TwoProducts(ref short source, ref int first, ref short weights)
    {
        Vector256<short> samples = Vector256.Create(
            Vector128.LoadUnsafe(ref Unsafe.Add(ref source, first)),
            Vector128.LoadUnsafe(ref Unsafe.Add(ref source, Unsafe.Add(ref first, 1))));
        return Avx2.MultiplyAddAdjacent(samples, Vector256.LoadUnsafe(ref weights));
    }

    // Inlined, so that the inner loop goes where the taps are a constant.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourAtATime(ReadOnlySpan<short> row, BoxAxis axis, int taps, Span<float> target)
    {
        ref short source = ref MemoryMarshal.GetReference(row);
        ref short weights = ref MemoryMarshal.GetReference(axis.FixedWeights);
        ref int first = ref MemoryMarshal.GetReference(axis.First);
        ref float result = ref MemoryMarshal.GetReference(target[..axis.Padded]);
        for (nint k = 0; k < axis.Padded; k += 4)
        {
            Vector128<int> a = Products(ref Unsafe.Add(ref source, Unsafe.Add(ref first, k)), ref Unsafe.Add(ref weights, k * taps), taps);
            Vector128<int> b = Products(ref Unsafe.Add(ref source, Unsafe.Add(ref first, k + 1)), ref Unsafe.Add(ref weights, (k + 1) * taps), taps);
            Vector128<int> c = Products(ref Unsafe.Add(ref source, Unsafe.Add(ref first, k + 2)), ref Unsafe.Add(ref weights, (k + 2) * taps), taps);
            Vector128<int> d = Products(ref Unsafe.Add(ref source, Unsafe.Add(ref first, k + 3)), ref Unsafe.Add(ref weights, (k + 3) * taps), taps);
            Vector128<int> sums = AddPairs(AddPairs(a, b), AddPairs(c, d));
            (Vector128.ConvertToSingle(sums) * Unit).StoreUnsafe(ref result, (nuint)k);
        }
    }

    // Four partial sums; which products each of them has does not matter, since they end in one sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Products(ref short samples, ref short weights, int taps)
    {
        Vector128<int> sum = Multiply(Vector128.LoadUnsafe(ref samples), Vector128.LoadUnsafe(ref weights));
        for (int t = Vector128<short>.Count; t < taps; t += Vector128<short>.Count)
            sum += Multiply(Vector128.LoadUnsafe(ref samples, (nuint)t), Vector128.LoadUnsafe(ref weights, (nuint)t));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Multiply(Vector128<short> a, Vector128<short> b) => Sse2.IsSupported
        ? Sse2.MultiplyAddAdjacent(a, b)
        : Vector128.WidenLower(a) * Vector128.WidenLower(b) + Vector128.WidenUpper(a) * Vector128.WidenUpper(b);

    // (a0 + a1, a2 + a3, b0 + b1, b2 + b3)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> AddPairs(Vector128<int> a, Vector128<int> b)
    {
        if (Ssse3.IsSupported) return Ssse3.HorizontalAdd(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.AddPairwise(a, b);
        return Vector128.Create(a[0] + a[1], a[2] + a[3], b[0] + b[1], b[2] + b[3]);
    }
}
