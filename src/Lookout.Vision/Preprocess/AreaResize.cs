using System.Numerics;
using System.Runtime.InteropServices;

namespace Lookout.Vision.Preprocess;

/// <summary>Rows of a picture by <see cref="Resize.Area"/>. Not thread safe.</summary>
internal sealed class AreaResize(TensorFormat format)
{
    private readonly Colours _colours = new(format);

    // One target row of each plane; a picture on its side has rows as long as the tensor is high.
    private readonly float[] _y = Row(format), _u = Row(format), _v = Row(format);

    // One target row at the source's width; grown to the widest picture met.
    private short[] _first = [], _second = [], _third = [];

    /// <summary>Row <paramref name="k"/> in the tensor's scale.</summary>
    public void Read(in YuvFrame frame, LetterboxPlan plan, int k, in ColourRows target)
    {
        int width = (frame.Width + 1) / 2;
        Grow(2 * width + Math.Max(plan.LumaX.Taps, plan.ChromaX.Taps));
        if (frame.Layout == YuvLayout.Yuyv)
        {
            // Luma is every other byte, and of the rest every other one is U.
            ColumnMean.Pairs(frame.Y, frame.StrideY, 2 * width, plan.LumaY, k, _first, _third);
            RowMean.Reduce(_first, plan.LumaX, _y);
            Split(_third.AsSpan(0, 2 * width), _first, _second);
        }
        else
        {
            ColumnMean.Plane(frame.Y, frame.StrideY, frame.Width, plan.LumaY, k, _first);
            RowMean.Reduce(_first, plan.LumaX, _y);
            if (frame.Layout == YuvLayout.Nv12)
            {
                ColumnMean.Pairs(frame.U, frame.StrideU, width, plan.ChromaY, k, _first, _second);
            }
            else
            {
                ColumnMean.Plane(frame.U, frame.StrideU, width, plan.ChromaY, k, _first);
                ColumnMean.Plane(frame.V, frame.StrideV, width, plan.ChromaY, k, _second);
            }
        }
        RowMean.Reduce(_first, plan.ChromaX, _u);
        RowMean.Reduce(_second, plan.ChromaX, _v);
        ColourMix.Write(_colours, _y, _u, _v, target);
    }

    private static float[] Row(TensorFormat format) => new float[(Math.Max(format.Width, format.Height) + 7) & ~7];

    private void Grow(int length)
    {
        if (_first.Length >= length) return;
        _first = new short[length];
        _second = new short[length];
        _third = new short[length];
    }

    private static void Split(ReadOnlySpan<short> pairs, Span<short> even, Span<short> odd)
    {
        ReadOnlySpan<int> whole = MemoryMarshal.Cast<short, int>(pairs);
        int x = 0;
        for (; x <= whole.Length - Vector<short>.Count; x += Vector<short>.Count)
        {
            Vector<int> low = new(whole[x..]), high = new(whole[(x + Vector<int>.Count)..]);
            Vector.Narrow((low << 16) >> 16, (high << 16) >> 16).CopyTo(even[x..]);
            Vector.Narrow(low >> 16, high >> 16).CopyTo(odd[x..]);
        }
        for (; x < whole.Length; x++) (even[x], odd[x]) = ((short)whole[x], (short)(whole[x] >> 16));
    }
}
