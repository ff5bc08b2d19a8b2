using System.Numerics;

namespace Lookout.Vision.Tracking;

/// <summary>
/// Boxes edge by edge, to ask which of them meet another one: most do not, and are told apart several at a time. Reused; allocates only
/// for more boxes than ever before.
/// </summary>
internal sealed class BoxTable
{
    private float[] _left = [], _top = [], _right = [], _bottom = [];
    private int[] _meeting = [];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Add(in BoundingBox box)
    {
        if (Count == _meeting.Length) Grow();
        (_left[Count], _top[Count], _right[Count], _bottom[Count]) = (box.X, box.Y, box.Right, box.Bottom);
        Count++;
    }

    /// <summary>Indices of the boxes that have an area in common with this one, ascending; valid until the next call.</summary>
    public ReadOnlySpan<int> Meeting(in BoundingBox box)
    {
        int found = 0;
        (Vector<float> left, Vector<float> top) = (new(box.X), new(box.Y));
        (Vector<float> right, Vector<float> bottom) = (new(box.Right), new(box.Bottom));
        for (int i = 0; i < Count; i += Vector<float>.Count)
        {
            Vector<int> meets = Vector.LessThan(new Vector<float>(_left, i), right) & Vector.GreaterThan(new Vector<float>(_right, i), left)
                & Vector.LessThan(new Vector<float>(_top, i), bottom) & Vector.GreaterThan(new Vector<float>(_bottom, i), top);
            if (meets == Vector<int>.Zero) continue;
            int end = Math.Min(Vector<float>.Count, Count - i);
            for (int lane = 0; lane < end; lane++)
            {
                if (meets[lane] != 0) _meeting[found++] = i + lane;
            }
        }
        return _meeting.AsSpan(0, found);
    }

    // A multiple of any vector's length, so that the last one lies within the arrays.
    private void Grow()
    {
        int room = Math.Max(64, 2 * _meeting.Length);
        Array.Resize(ref _left, room);
        Array.Resize(ref _top, room);
        Array.Resize(ref _right, room);
        Array.Resize(ref _bottom, room);
        Array.Resize(ref _meeting, room);
    }
}
