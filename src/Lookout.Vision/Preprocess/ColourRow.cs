using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lookout.Vision.Preprocess;

/// <summary>
/// Rows of Y, U and V (0..255) to a row of three normalised colour channels, interleaved or each in a plane of its own: BT.601,
/// limited range, (sample - mean) / scale in the same step. Colours outside the RGB cube are clipped to it.
/// </summary>
internal readonly struct ColourRow
{
    private readonly Channel _first, _second, _third;

    public ColourRow(TensorFormat format)
    {
        _first = new Channel(format.IsBgr ? Primary.Blue : Primary.Red, format.Mean[0], format.Scale[0]);
        _second = new Channel(Primary.Green, format.Mean[1], format.Scale[1]);
        _third = new Channel(format.IsBgr ? Primary.Red : Primary.Blue, format.Mean[2], format.Scale[2]);
    }

    /// <summary>What a colourless sample of 0..255 becomes in each channel.</summary>
    public (float First, float Second, float Third) Grey(float sample) => (_first.Grey(sample), _second.Grey(sample), _third.Grey(sample));

    /// <summary>
    /// Fills <paramref name="target"/> with its length / 3 triples. <paramref name="y"/>, <paramref name="u"/> and <paramref name="v"/> have that
    /// many samples, rounded up to a multiple of 8.
    /// </summary>
    public void Interleave(ReadOnlySpan<float> y, ReadOnlySpan<float> u, ReadOnlySpan<float> v, Span<float> target)
    {
        int count = target.Length / 3;
        Require(y, u, v, count);
        ref float at = ref MemoryMarshal.GetReference(target);
        int x = 0;
        for (; x <= count - 4; x += 4)
            Four(y, u, v, x, ref Unsafe.Add(ref at, 3 * x));
        if (x == count) return;

        Span<float> last = stackalloc float[12];
        Four(y, u, v, x, ref MemoryMarshal.GetReference(last));
        last[..(3 * (count - x))].CopyTo(target[(3 * x)..]);
    }

    /// <summary>As <see cref="Interleave"/>, each channel in a row of its own; the three are equally long.</summary>
    public void Separate(ReadOnlySpan<float> y, ReadOnlySpan<float> u, ReadOnlySpan<float> v, Span<float> first, Span<float> second, Span<float> third)
    {
        Require(y, u, v, first.Length);
        _first.Write(y, u, v, first);
        _second.Write(y, u, v, second);
        _third.Write(y, u, v, third);
    }

    private static void Require(ReadOnlySpan<float> y, ReadOnlySpan<float> u, ReadOnlySpan<float> v, int count)
    {
        int padded = (count + 7) & ~7;
        if (y.Length < padded || u.Length < padded || v.Length < padded) throw new ArgumentException($"A row has fewer than {padded} samples.");
    }

    // Twelve floats: a0 b0 c0 a1 | b1 c1 a2 b2 | c2 a3 b3 c3
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Four(ReadOnlySpan<float> ys, ReadOnlySpan<float> us, ReadOnlySpan<float> vs, int x, ref float target)
    {
        Vector128<float> y = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(ys), (nuint)x);
        Vector128<float> u = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(us), (nuint)x);
        Vector128<float> v = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(vs), (nuint)x);
        Vector128<float> a = _first.Of(y, u, v), b = _second.Of(y, u, v), c = _third.Of(y, u, v);
        Mix(Vector128.Shuffle(a, Vector128.Create(0, 0, 0, 1)), Spread(b, 0), Spread(c, 0)).StoreUnsafe(ref target);
        Mix(Vector128.Shuffle(b, Vector128.Create(1, 1, 1, 2)), Spread(c, 1), Spread(a, 2)).StoreUnsafe(ref target, 4);
        Mix(Vector128.Shuffle(c, Vector128.Create(2, 2, 2, 3)), Spread(a, 3), Spread(b, 3)).StoreUnsafe(ref target, 8);
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

    private enum Primary { Red, Green, Blue }

    /// <summary>One colour as a weighted sum of Y, U and V, normalised and clipped.</summary>
    private readonly struct Channel
    {
        // ITU-R BT.601: Y' is 16..235, U and V are 16..240 around 128.
        private const float Kr = 0.299f;
        private const float Kb = 0.114f;
        private const float Kg = 1 - Kr - Kb;
        private const float LumaGain = 255f / 219f;
        private const float ChromaGain = 255f / 112f;

        private readonly float _y, _u, _v, _offset, _low, _high;
        private readonly float _mean, _scale;

        public Channel(Primary primary, float mean, float scale)
        {
            (float u, float v) = primary switch
            {
                Primary.Red => (0f, ChromaGain * (1 - Kr)),
                Primary.Blue => (ChromaGain * (1 - Kb), 0f),
                _ => (-ChromaGain * (1 - Kb) * Kb / Kg, -ChromaGain * (1 - Kr) * Kr / Kg),
            };
            _y = LumaGain / scale;
            _u = u / scale;
            _v = v / scale;
            _offset = (-16 * LumaGain - mean) / scale - 128 * (_u + _v);
            _mean = mean;
            _scale = scale;
            _low = Grey(0);
            _high = Grey(255);
        }

        public float Grey(float sample) => (sample - _mean) / _scale;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<float> Of(Vector128<float> y, Vector128<float> u, Vector128<float> v) => Vector128.MinNative(
            Vector128.MaxNative(y * _y + u * _u + v * _v + Vector128.Create(_offset), Vector128.Create(_low)), Vector128.Create(_high));

        public void Write(ReadOnlySpan<float> ys, ReadOnlySpan<float> us, ReadOnlySpan<float> vs, Span<float> target)
        {
            ref float y = ref MemoryMarshal.GetReference(ys);
            ref float u = ref MemoryMarshal.GetReference(us);
            ref float v = ref MemoryMarshal.GetReference(vs);
            ref float at = ref MemoryMarshal.GetReference(target);
            int x = 0;
            if (Vector256.IsHardwareAccelerated)
            {
                Vector256<float> low = Vector256.Create(_low), high = Vector256.Create(_high), offset = Vector256.Create(_offset);
                for (; x <= target.Length - 8; x += 8)
                {
                    Vector256<float> sum = Vector256.LoadUnsafe(ref y, (nuint)x) * _y + Vector256.LoadUnsafe(ref u, (nuint)x) * _u
                        + Vector256.LoadUnsafe(ref v, (nuint)x) * _v + offset;
                    Vector256.MinNative(Vector256.MaxNative(sum, low), high).StoreUnsafe(ref at, (nuint)x);
                }
            }
            for (; x <= target.Length - 4; x += 4) At(ref y, ref u, ref v, x).StoreUnsafe(ref at, (nuint)x);
            if (x == target.Length) return;

            Span<float> last = stackalloc float[4];
            At(ref y, ref u, ref v, x).StoreUnsafe(ref MemoryMarshal.GetReference(last));
            last[..(target.Length - x)].CopyTo(target[x..]);
        }

        private Vector128<float> At(ref float y, ref float u, ref float v, int x) => Of(
            Vector128.LoadUnsafe(ref y, (nuint)x), Vector128.LoadUnsafe(ref u, (nuint)x), Vector128.LoadUnsafe(ref v, (nuint)x));
    }
}
