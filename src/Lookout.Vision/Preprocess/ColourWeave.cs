using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lookout.Vision.Preprocess;

/// <summary>Three rows of colours, pixel by pixel.</summary>
internal static class ColourWeave
{
    private const int Block = 16;

    /// <summary>Fills <paramref name="target"/> with a triple for each of the equally many values of the rows.</summary>
    public static void Write(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> third, in TensorSpan target)
    {
        int count = first.Length, x = 0;
        Span<float> few = stackalloc float[3 * Block];
        for (; x <= count - Block; x += Block)
        {
            Span<float> woven = target.IsBytes ? few : target.Floats.Slice(3 * x, 3 * Block);
            for (int i = 0; i < Block; i += 4) Four(Load(first, x + i), Load(second, x + i), Load(third, x + i), woven.Slice(3 * i, 12));
            if (target.IsBytes) ByteRow.Round(woven, target.Bytes.Slice(3 * x, 3 * Block));
        }
        for (; x < count; x++)
        {
            target.Set(3 * x, first[x]);
            target.Set(3 * x + 1, second[x]);
            target.Set(3 * x + 2, third[x]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Load(ReadOnlySpan<float> row, int x) => Vector128.Create(row.Slice(x, 4));

    // Twelve floats: a0 b0 c0 a1 | b1 c1 a2 b2 | c2 a3 b3 c3
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(Vector128<float> a, Vector128<float> b, Vector128<float> c, Span<float> target)
    {
        ref float at = ref MemoryMarshal.GetReference(target);
        Mix(Vector128.Shuffle(a, Vector128.Create(0, 0, 0, 1)), Spread(b, 0), Spread(c, 0)).StoreUnsafe(ref at);
        Mix(Vector128.Shuffle(b, Vector128.Create(1, 1, 1, 2)), Spread(c, 1), Spread(a, 2)).StoreUnsafe(ref at, 4);
        Mix(Vector128.Shuffle(c, Vector128.Create(2, 2, 2, 3)), Spread(a, 3), Spread(b, 3)).StoreUnsafe(ref at, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Spread(Vector128<float> value, [ConstantExpected] int lane) => Vector128.Shuffle(value, Vector128.Create(lane));

    // Lanes 0 and 3 of the outer, lane 1 of the second, lane 2 of the third.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Mix(Vector128<float> outer, Vector128<float> second, Vector128<float> third) =>
        Vector128.ConditionalSelect(
            Vector128.Create(-1, 0, 0, -1).AsSingle(), outer,
            Vector128.ConditionalSelect(Vector128.Create(0, -1, 0, 0).AsSingle(), second, third));
}
