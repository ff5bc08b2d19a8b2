using System.Numerics;

namespace Lookout.Vision.Preprocess;

/// <summary>
/// The source rows under one target row's box and their weights in fixed point, for <see cref="ColumnMean"/>. Rows wholly inside the box weigh
/// the same, so they are added up first and weighed once; only the edge rows, where the box cuts through, are weighed alone.
/// </summary>
internal readonly struct BoxRows
{
    // A factor is for the upper half of a 16 x 16 bit product; a byte stands in the upper half of its 16 bits.
    private const int Unit = 1 << (ColumnMean.FractionBits + 16);

    /// <summary>The rows that are added up: First..End - 1. Their sum fits 16 bits up to 257 rows; the largest picture has 32.</summary>
    public readonly int First, End;

    /// <summary>How far the sum is shifted left, so that the product keeps as many bits as there are.</summary>
    public readonly int Shift;

    /// <summary>The weight of the shifted sum, in every lane.</summary>
    public readonly Vector<ushort> Factor;

    /// <summary>The row at the box's edge, or -1.</summary>
    public readonly int Head, Tail;

    /// <summary>The weight of an edge row whose bytes are shifted left by 8, in every lane.</summary>
    public readonly Vector<ushort> HeadFactor, TailFactor;

    public BoxRows(BoxAxis axis, int k)
    {
        ReadOnlySpan<float> weights = axis.Weights.Slice(k * axis.Taps, axis.Count[k]);
        float inner = weights[weights.Length / 2];
        First = axis.First[k];
        End = First + weights.Length;
        Head = Tail = -1;
        if (weights[^1] != inner)
        {
            Tail = --End;
            TailFactor = new Vector<ushort>((ushort)MathF.Round(weights[^1] * (Unit >> 8)));
        }
        if (weights[0] != inner)
        {
            Head = First++;
            HeadFactor = new Vector<ushort>((ushort)MathF.Round(weights[0] * (Unit >> 8)));
        }
        int largest = Math.Max(1, End - First) * byte.MaxValue;
        while (largest << (Shift + 1) <= ushort.MaxValue) Shift++;
        Factor = new Vector<ushort>((ushort)MathF.Round(inner * (Unit >> Shift)));
    }
}
