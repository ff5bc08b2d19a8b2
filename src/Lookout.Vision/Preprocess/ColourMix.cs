using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lookout.Vision.Preprocess;

/// <summary>Rows of Y, U and V to rows of the three colours.</summary>
internal static class ColourMix
{
    /// <summary>Fills <paramref name="target"/>; <paramref name="y"/>, <paramref name="u"/> and <paramref name="v"/> have as many samples, rounded up to a multiple of 8.</summary>
    public static void Write(in Colours colours, ReadOnlySpan<float> y, ReadOnlySpan<float> u, ReadOnlySpan<float> v, in ColourRows target)
    {
        int padded = (target.Length + 7) & ~7;
        if (y.Length < padded || u.Length < padded || v.Length < padded) throw new ArgumentException($"A row has fewer than {padded} samples.");
        ref float ys = ref MemoryMarshal.GetReference(y);
        ref float us = ref MemoryMarshal.GetReference(u);
        ref float vs = ref MemoryMarshal.GetReference(v);
        Channel(colours.Red, ref ys, ref vs, colours.Red.V, target.Red);
        Channel(colours.Green, ref ys, ref us, ref vs, target.Green);
        Channel(colours.Blue, ref ys, ref us, colours.Blue.U, target.Blue);
    }

    private static void Channel(in ColourChannel channel, ref float y, ref float c, float weight, Span<float> target)
    {
        ref float at = ref MemoryMarshal.GetReference(target);
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<float> luma = Vector256.Create(channel.Y), chroma = Vector256.Create(weight);
            Vector256<float> offset = Vector256.Create(channel.Offset), low = Vector256.Create(channel.Low), high = Vector256.Create(channel.High);
            for (; x <= target.Length - 8; x += 8)
            {
                Vector256<float> sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref y, (nuint)x), luma, offset);
                sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref c, (nuint)x), chroma, sum);
                Vector256.MinNative(Vector256.MaxNative(sum, low), high).StoreUnsafe(ref at, (nuint)x);
            }
        }
        for (; x <= target.Length - 4; x += 4) Four(channel, ref y, ref c, weight, x).StoreUnsafe(ref at, (nuint)x);
        if (x < target.Length) Last(Four(channel, ref y, ref c, weight, x), target[x..]);
    }

    private static void Channel(in ColourChannel channel, ref float y, ref float u, ref float v, Span<float> target)
    {
        ref float at = ref MemoryMarshal.GetReference(target);
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<float> luma = Vector256.Create(channel.Y), first = Vector256.Create(channel.U), second = Vector256.Create(channel.V);
            Vector256<float> offset = Vector256.Create(channel.Offset), low = Vector256.Create(channel.Low), high = Vector256.Create(channel.High);
            for (; x <= target.Length - 8; x += 8)
            {
                Vector256<float> sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref y, (nuint)x), luma, offset);
                sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref u, (nuint)x), first, sum);
                sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref v, (nuint)x), second, sum);
                Vector256.MinNative(Vector256.MaxNative(sum, low), high).StoreUnsafe(ref at, (nuint)x);
            }
        }
        for (; x <= target.Length - 4; x += 4) Four(channel, ref y, ref u, ref v, x).StoreUnsafe(ref at, (nuint)x);
        if (x < target.Length) Last(Four(channel, ref y, ref u, ref v, x), target[x..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(in ColourChannel channel, ref float y, ref float c, float weight, int x) =>
        Clip(channel, Vector128.LoadUnsafe(ref y, (nuint)x) * channel.Y + Vector128.LoadUnsafe(ref c, (nuint)x) * weight);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(in ColourChannel channel, ref float y, ref float u, ref float v, int x) => Clip(
        channel,
        Vector128.LoadUnsafe(ref y, (nuint)x) * channel.Y + Vector128.LoadUnsafe(ref u, (nuint)x) * channel.U + Vector128.LoadUnsafe(ref v, (nuint)x) * channel.V);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Clip(in ColourChannel channel, Vector128<float> sum) => Vector128.MinNative(
        Vector128.MaxNative(sum + Vector128.Create(channel.Offset), Vector128.Create(channel.Low)), Vector128.Create(channel.High));

    private static void Last(Vector128<float> values, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++) target[i] = values[i];
    }
}
