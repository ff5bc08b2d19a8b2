using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Lookout.Vision.Preprocess;

/// <summary>The horizontal half of the resize: a row at the source's width to one at the target's.</summary>
internal static class RowMean
{
    /// <summary>
    /// Fills <paramref name="target"/> with <see cref="BoxAxis.Padded"/> values. <paramref name="row"/> has, past the samples <paramref name="axis"/>
    /// was made for, <see cref="BoxAxis.Taps"/> finite values more: they are read, with weight 0.
    /// </summary>
    public static void Reduce(ReadOnlySpan<float> row, BoxAxis axis, Span<float> target)
    {
        ref float source = ref MemoryMarshal.GetReference(row);
        ref float weights = ref MemoryMarshal.GetArrayDataReference(axis.Weights);
        ref int first = ref MemoryMarshal.GetArrayDataReference(axis.First);
        ref float result = ref MemoryMarshal.GetReference(target[..axis.Padded]);
        int taps = axis.Taps;
        for (int k = 0; k < axis.Padded; k += 4)
        {
            Vector128<float> a = Products(ref Unsafe.Add(ref source, Unsafe.Add(ref first, k)), ref Unsafe.Add(ref weights, k * taps), taps);
            Vector128<float> b = Products(ref Unsafe.Add(ref source, Unsafe.Add(ref first, k + 1)), ref Unsafe.Add(ref weights, (k + 1) * taps), taps);
            Vector128<float> c = Products(ref Unsafe.Add(ref source, Unsafe.Add(ref first, k + 2)), ref Unsafe.Add(ref weights, (k + 2) * taps), taps);
            Vector128<float> d = Products(ref Unsafe.Add(ref source, Unsafe.Add(ref first, k + 3)), ref Unsafe.Add(ref weights, (k + 3) * taps), taps);
            AddPairs(AddPairs(a, b), AddPairs(c, d)).StoreUnsafe(ref result, (nuint)k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Products(ref float samples, ref float weights, int taps)
    {
        Vector128<float> sum = Vector128.LoadUnsafe(ref samples) * Vector128.LoadUnsafe(ref weights);
        for (int t = 4; t < taps; t += 4)
            sum = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref samples, (nuint)t), Vector128.LoadUnsafe(ref weights, (nuint)t), sum);
        return sum;
    }

    // (a0 + a1, a2 + a3, b0 + b1, b2 + b3)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> AddPairs(Vector128<float> a, Vector128<float> b)
    {
        if (Sse3.IsSupported) return Sse3.HorizontalAdd(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.AddPairwise(a, b);
        return Vector128.Create(a[0] + a[1], a[2] + a[3], b[0] + b[1], b[2] + b[3]);
    }
}
