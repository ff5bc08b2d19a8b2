namespace Lookout.Vision.Preprocess;

/// <summary>
/// From a YUV picture, or a part of one, to the letterboxed, normalised tensor of three colours in one pass: row by row of the target, so that
/// every sample is read once and everything in between stays in the first-level cache. Not thread safe; allocates only for a larger picture than any before.
/// </summary>
internal sealed class Preprocessor
{
    // Cameras on one detector are few, and each has one size; of parts there is no end. The oldest plan goes first.
    private const int MaxPlans = 8;

    private readonly TensorFormat _format;
    private readonly TensorRows _rows;
    private readonly LetterboxPlan[] _plans = new LetterboxPlan[MaxPlans];
    private int _oldest;
    private readonly float[] _y;
    private readonly float[] _u;
    private readonly float[] _v;

    // One target row at the source's width; grown to the widest picture met.
    private short[] _first = [];
    private short[] _second = [];
    private Letterbox _margins;

    public Preprocessor(TensorFormat format)
    {
        _format = format;
        _rows = new TensorRows(format);
        for (int i = 0; i < MaxPlans; i++) _plans[i] = new LetterboxPlan();
        int padded = (format.Width + 7) & ~7;
        _y = new float[padded];
        _u = new float[padded];
        _v = new float[padded];
    }

    /// <summary>Fills the tensor and tells where the picture lies in it.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="tensor"><see cref="TensorFormat.Length"/> values; always the same memory, since the margins are painted only when they move.</param>
    public Letterbox Fill(in YuvFrame frame, Span<float> tensor)
    {
        LetterboxPlan plan = Plan(frame.Width, frame.Height);
        Letterbox letterbox = plan.Letterbox;
        if (letterbox != _margins)
        {
            _rows.Blacken(tensor);
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

            _rows.Write(_y, _u, _v, (letterbox.Y + k) * _format.Width + letterbox.X, letterbox.Width, tensor);
        }
        return letterbox;
    }

    private LetterboxPlan Plan(int width, int height)
    {
        foreach (LetterboxPlan known in _plans)
        {
            if (known.Width == width && known.Height == height) return known;
        }

        LetterboxPlan plan = _plans[_oldest];
        _oldest = (_oldest + 1) % MaxPlans;
        plan.Make(width, height, _format.Width, _format.Height);
        int needed = width + plan.LumaX.Taps;
        if (_first.Length < needed)
        {
            _first = new short[needed];
            _second = new short[needed];
        }
        return plan;
    }
}
