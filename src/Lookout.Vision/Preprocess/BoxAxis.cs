namespace Lookout.Vision.Preprocess;

/// <summary>
/// One axis of the resize: target sample k is the mean of a box max(1, ratio) source samples wide, centred at (k + 1/2) * ratio,
/// the source's edge samples going on for ever. Shrinking that is the area mean (every source sample counts, nothing aliases);
/// enlarging it is linear interpolation; at ratio 1 it copies.
/// </summary>
internal sealed class BoxAxis
{
    /// <summary>Bits of fraction of <see cref="FixedWeights"/>.</summary>
    public const int FractionBits = 14;

    // Rounding must not make a box that ends on a sample's edge reach for a sliver of the next one.
    private const double Sliver = 1e-9;

    private int _target;
    private bool _isMirrored;
    private double _ratio;
    private double _width;
    private int[] _first = [], _count = [];
    private float[] _weights = [];
    private short[] _fixedWeights = [];

    /// <summary>Weights a target sample has in the tables; a multiple of 8, the unused ones 0.</summary>
    public int Taps { get; private set; }

    /// <summary>Target samples in the tables: a multiple of 8, those past the end repeat the last.</summary>
    public int Padded { get; private set; }

    /// <summary>First source sample of each target sample.</summary>
    public ReadOnlySpan<int> First => _first.AsSpan(0, Padded);

    /// <summary>How many source samples each target sample has.</summary>
    public ReadOnlySpan<int> Count => _count.AsSpan(0, Padded);

    /// <summary><see cref="Taps"/> weights for each target sample; they add up to 1.</summary>
    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, Padded * Taps);

    /// <summary><see cref="Weights"/> in fixed point; they add up to 1 exactly.</summary>
    public ReadOnlySpan<short> FixedWeights => _fixedWeights.AsSpan(0, Padded * Taps);

    /// <summary>Makes the tables; allocates only when they are larger than any before.</summary>
    /// <param name="length">Source samples.</param>
    /// <param name="extent">How many of them the picture covers: half an odd width covers only half the last chroma sample.</param>
    /// <param name="target">Target samples, at least 1.</param>
    /// <param name="isArea">Whether a box may be wider than a sample; otherwise the axis is two-tap interpolation, whatever the ratio.</param>
    /// <param name="isMirrored">The last target sample is the first source sample.</param>
    public void Make(int length, double extent, int target, bool isArea = true, bool isMirrored = false)
    {
        _isMirrored = isMirrored;
        _target = target;
        _ratio = extent / target;
        _width = isArea ? Math.Max(1, _ratio) : 1;
        Padded = (target + 7) & ~7;
        if (_first.Length < Padded)
        {
            _first = new int[Padded];
            _count = new int[Padded];
        }
        int most = 0;
        for (int k = 0; k < Padded; k++)
        {
            (double low, double high) = Box(k);
            _first[k] = Math.Clamp((int)Math.Floor(low), 0, length - 1);
            _count[k] = Math.Clamp((int)Math.Ceiling(high) - 1, 0, length - 1) - _first[k] + 1;
            most = Math.Max(most, _count[k]);
        }

        Taps = (most + 7) & ~7;
        int size = Padded * Taps;
        if (_weights.Length < size)
        {
            _weights = new float[size];
            _fixedWeights = new short[size];
        }
        Array.Clear(_weights, 0, size);
        for (int k = 0; k < Padded; k++)
        {
            Weigh(k, _weights.AsSpan(k * Taps, _count[k]));
            Round(_weights.AsSpan(k * Taps, Taps), _fixedWeights.AsSpan(k * Taps, Taps));
        }
    }

    private (double Low, double High) Box(int k)
    {
        int place = Math.Min(k, _target - 1);
        double centre = ((_isMirrored ? _target - 1 - place : place) + 0.5) * _ratio;
        return (centre - _width / 2 + Sliver, centre + _width / 2 - Sliver);
    }

    private void Weigh(int k, Span<float> weights)
    {
        (double low, double high) = Box(k);
        for (int i = (int)Math.Floor(low); i < high; i++)
        {
            // What reaches over the source's end falls to its edge sample.
            double covered = Math.Min(high, i + 1) - Math.Max(low, i);
            weights[Math.Clamp(i - _first[k], 0, weights.Length - 1)] += (float)(covered / _width);
        }
    }

    // Rounding the running sum, not each weight, keeps a plain area plain.
    private static void Round(ReadOnlySpan<float> weights, Span<short> rounded)
    {
        float sum = 0;
        int before = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            int now = (int)MathF.Round(sum * (1 << FractionBits));
            rounded[i] = (short)(now - before);
            before = now;
        }
    }
}
