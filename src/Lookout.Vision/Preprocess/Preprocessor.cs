namespace Lookout.Vision.Preprocess;

/// <summary>
/// From a YUV picture to the letterboxed, normalised RGB tensor (height x width x 3 floats) in one pass: row by row of the target, so that
/// every sample is read once and everything in between stays in the first-level cache. Not thread safe; allocates only for a size it has not met.
/// </summary>
internal sealed class Preprocessor
{
    // Cameras on one detector are few, and each has one size. The oldest plan goes first.
    private const int MaxPlans = 8;

    private readonly int _width;
    private readonly int _height;
    private readonly RgbRow _rgb;
    private readonly List<LetterboxPlan> _plans = new(MaxPlans);
    private readonly float[] _y;
    private readonly float[] _u;
    private readonly float[] _v;

    // One target row at the source's width; grown to the widest picture met.
    private short[] _first = [];
    private short[] _second = [];
    private Letterbox _margins;

    public Preprocessor(int width, int height, float mean, float scale)
    {
        _width = width;
        _height = height;
        _rgb = new RgbRow(mean, scale);
        int padded = (width + 7) & ~7;
        _y = new float[padded];
        _u = new float[padded];
        _v = new float[padded];
    }

    /// <summary>Fills the tensor and tells where the picture lies in it.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="tensor">Height x width x 3; always the same memory, since the margins are painted only when they move.</param>
    public Letterbox Fill(in YuvFrame frame, Span<float> tensor)
    {
        LetterboxPlan plan = Plan(frame.Width, frame.Height);
        Letterbox letterbox = plan.Letterbox;
        if (letterbox != _margins)
        {
            tensor.Fill(_rgb.Black);
            _margins = letterbox;
        }

        int chromaWidth = (frame.Width + 1) / 2;
        for (int k = 0; k < letterbox.Height; k++)
        {
            ColumnMean.Plane(frame.Y, frame.StrideY, frame.Width, plan.LumaY, k, _first);
            RowMean.Reduce(_first, plan.LumaX, _y);
            if (frame.Layout == YuvLayout.Nv12)
            {
                ColumnMean.Pairs(frame.U, frame.StrideU, chromaWidth, plan.ChromaY, k, _first, _second);
            }
            else
            {
                ColumnMean.Plane(frame.U, frame.StrideU, chromaWidth, plan.ChromaY, k, _first);
                ColumnMean.Plane(frame.V, frame.StrideV, chromaWidth, plan.ChromaY, k, _second);
            }
            RowMean.Reduce(_first, plan.ChromaX, _u);
            RowMean.Reduce(_second, plan.ChromaX, _v);

            int start = 3 * ((letterbox.Y + k) * _width + letterbox.X);
            _rgb.Write(_y, _u, _v, tensor.Slice(start, 3 * letterbox.Width));
        }
        return letterbox;
    }

    private LetterboxPlan Plan(int width, int height)
    {
        foreach (LetterboxPlan known in _plans)
        {
            if (known.Width == width && known.Height == height) return known;
        }

        if (_plans.Count == MaxPlans) _plans.RemoveAt(0);
        var plan = new LetterboxPlan(width, height, _width, _height);
        _plans.Add(plan);
        int needed = width + plan.LumaX.Taps;
        if (_first.Length < needed)
        {
            _first = new short[needed];
            _second = new short[needed];
        }
        return plan;
    }
}
