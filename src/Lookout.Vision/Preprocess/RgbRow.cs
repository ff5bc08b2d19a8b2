using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lookout.Vision.Preprocess;

/// <summary>
/// Rows of Y, U and V (0..255) to a row of normalised R, G, B triples: BT.601, limited range, (sample - mean) / scale in the same step.
/// Colours outside the RGB cube are clipped to it.
/// </summary>
internal readonly struct RgbRow
{
    // ITU-R BT.601: Y' is 16..235, U and V are 16..240 around 128.
    private const float Kr = 0.299f;
    private const float Kb = 0.114f;
    private const float Kg = 1 - Kr - Kb;
    private const float LumaGain = 255f / 219f;
    private const float ChromaGain = 255f / 112f;

    private readonly float _y, _rv, _gu, _gv, _bu;
    private readonly float _r, _g, _b;
    private readonly float _low, _high;

    public RgbRow(float mean, float scale)
    {
        _y = LumaGain / scale;
        _rv = ChromaGain * (1 - Kr) / scale;
        _bu = ChromaGain * (1 - Kb) / scale;
        _gu = -_bu * Kb / Kg;
        _gv = -_rv * Kr / Kg;
        float black = (-16 * LumaGain - mean) / scale;
        _r = black - 128 * _rv;
        _g = black - 128 * (_gu + _gv);
        _b = black - 128 * _bu;
        _low = -mean / scale;
        _high = (255 - mean) / scale;
    }

    /// <summary>What a black sample becomes.</summary>
    public float Black => _low;

    /// <summary>
    /// Fills <paramref name="rgb"/> with its length / 3 triples. <paramref name="y"/>, <paramref name="u"/> and <paramref name="v"/> have that many
    /// samples, rounded up to a multiple of 8.
    /// </summary>
    public void Write(ReadOnlySpan<float> y, ReadOnlySpan<float> u, ReadOnlySpan<float> v, Span<float> rgb)
    {
        int count = rgb.Length / 3;
        int padded = (count + 7) & ~7;
        ref float ys = ref MemoryMarshal.GetReference(y[..padded]);
        ref float us = ref MemoryMarshal.GetReference(u[..padded]);
        ref float vs = ref MemoryMarshal.GetReference(v[..padded]);
        ref float target = ref MemoryMarshal.GetReference(rgb);
        int x = 0;
        for (; x <= count - 8; x += 8)
            Eight(ref ys, ref us, ref vs, x, ref Unsafe.Add(ref target, 3 * x));
        if (x == count) return;

        Span<float> last = stackalloc float[24];
        Eight(ref ys, ref us, ref vs, x, ref MemoryMarshal.GetReference(last));
        last[..(3 * (count - x))].CopyTo(rgb[(3 * x)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Eight(ref float ys, ref float us, ref float vs, int x, ref float target)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<float> luma = Vector256.LoadUnsafe(ref ys, (nuint)x) * _y;
            Vector256<float> u = Vector256.LoadUnsafe(ref us, (nuint)x);
            Vector256<float> v = Vector256.LoadUnsafe(ref vs, (nuint)x);
            Vector256<float> r = Clip(luma + v * _rv + Vector256.Create(_r));
            Vector256<float> g = Clip(luma + u * _gu + v * _gv + Vector256.Create(_g));
            Vector256<float> b = Clip(luma + u * _bu + Vector256.Create(_b));
            Interleave(r.GetLower(), g.GetLower(), b.GetLower(), ref target);
            Interleave(r.GetUpper(), g.GetUpper(), b.GetUpper(), ref Unsafe.Add(ref target, 12));
            return;
        }
        Four(ref ys, ref us, ref vs, x, ref target);
        Four(ref ys, ref us, ref vs, x + 4, ref Unsafe.Add(ref target, 12));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Four(ref float ys, ref float us, ref float vs, int x, ref float target)
    {
        Vector128<float> luma = Vector128.LoadUnsafe(ref ys, (nuint)x) * _y;
        Vector128<float> u = Vector128.LoadUnsafe(ref us, (nuint)x);
        Vector128<float> v = Vector128.LoadUnsafe(ref vs, (nuint)x);
        Vector128<float> r = Clip(luma + v * _rv + Vector128.Create(_r));
        Vector128<float> g = Clip(luma + u * _gu + v * _gv + Vector128.Create(_g));
        Vector128<float> b = Clip(luma + u * _bu + Vector128.Create(_b));
        Interleave(r, g, b, ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Clip(Vector256<float> value) =>
        Vector256.MinNative(Vector256.MaxNative(value, Vector256.Create(_low)), Vector256.Create(_high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<float> Clip(Vector128<float> value) =>
        Vector128.MinNative(Vector128.MaxNative(value, Vector128.Create(_low)), Vector128.Create(_high));

    // Twelve floats: r0 g0 b0 r1 | g1 b1 r2 g2 | b2 r3 g3 b3
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector128<float> r, Vector128<float> g, Vector128<float> b, ref float target)
    {
        Mix(Vector128.Shuffle(r, Vector128.Create(0, 0, 0, 1)), Spread(g, 0), Spread(b, 0)).StoreUnsafe(ref target);
        Mix(Vector128.Shuffle(g, Vector128.Create(1, 1, 1, 2)), Spread(b, 1), Spread(r, 2)).StoreUnsafe(ref target, 4);
        Mix(Vector128.Shuffle(b, Vector128.Create(2, 2, 2, 3)), Spread(r, 3), Spread(g, 3)).StoreUnsafe(ref target, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Spread(Vector128<float> value, [ConstantExpected] int lane) =>
        Vector128.Shuffle(value, Vector128.Create(lane));

    // Lanes 0 and 3 of the outer, lane 1 of the second, lane 2 of the third.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Mix(Vector128<float> outer, Vector128<float> second, Vector128<float> third) =>
        Vector128.ConditionalSelect(
            Vector128.Create(-1, 0, 0, -1).AsSingle(), outer,
            Vector128.ConditionalSelect(Vector128.Create(0, -1, 0, 0).AsSingle(), second, third));
}
