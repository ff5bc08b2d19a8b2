namespace Lookout.Vision.Preprocess;

/// <summary>
/// From a YUV picture, or parts of one, to the letterboxed, normalised tensor of three colours in one pass: row by row of the target, so that
/// every sample is read once and everything in between stays in the first-level cache. Not thread safe; allocates only for tables that are larger than any before.
/// </summary>
internal sealed class Preprocessor
{
    // Cameras on one detector are few, and each has one size; of parts there is no end. The oldest plan goes first.
    private const int MaxPlans = 8;

    private readonly TensorFormat _format;
    private readonly TensorWriter _writer;
    private readonly AreaResize _area;
    private readonly LinearResize _linear;
    private readonly LetterboxPlan[] _plans = new LetterboxPlan[MaxPlans];
    private int _oldest;

    // Where the picture last lay in each tensor of a batch.
    private Letterbox[] _margins = new Letterbox[1];

    public Preprocessor(TensorFormat format)
    {
        _format = format;
        _writer = new TensorWriter(format);
        _area = new AreaResize(format);
        _linear = new LinearResize(format);
        for (int i = 0; i < MaxPlans; i++) _plans[i] = new LetterboxPlan(format);
    }

    /// <summary>Fills the tensor and tells where the picture, upright, lies in it.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="tensor"><see cref="TensorFormat.Length"/> values; always the same memory, since the margins are painted only when they move.</param>
    /// <param name="rotation">What makes the picture upright; it is read in place.</param>
    public Letterbox Fill(in YuvFrame frame, in TensorSpan tensor, Rotation rotation = Rotation.None) => Fill(frame, tensor, 0, rotation);

    /// <summary>Fills a batch: one tensor after the other for each part of a picture. The same memory as <see cref="Fill(in YuvFrame, in TensorSpan, Rotation)"/> has.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="parts">Parts of the picture that <see cref="YuvFrame.Part"/> accepts.</param>
    /// <param name="tensors"><see cref="TensorFormat.Length"/> values for each part.</param>
    /// <param name="letterboxes">Where each part lies in its tensor.</param>
    public void FillMany(in YuvFrame frame, ReadOnlySpan<PixelRegion> parts, in TensorSpan tensors, Span<Letterbox> letterboxes)
    {
        if (_margins.Length < parts.Length) Array.Resize(ref _margins, parts.Length);
        for (int i = 0; i < parts.Length; i++)
        {
            PixelRegion part = parts[i];
            letterboxes[i] = Fill(
                frame.Part(part.X, part.Y, part.Width, part.Height), tensors.Slice(i * _format.Length, _format.Length), i, Rotation.None);
        }
    }

    private Letterbox Fill(in YuvFrame frame, in TensorSpan tensor, int place, Rotation rotation)
    {
        LetterboxPlan plan = Plan(frame, rotation);
        if (plan.Letterbox != _margins[place])
        {
            _writer.PaintMargins(tensor);
            _margins[place] = plan.Letterbox;
        }
        for (int k = 0; k < plan.Rows; k++)
        {
            ColourRows row = _writer.Row(k, plan.Letterbox, rotation, tensor);
            if (_format.Resize == Resize.Bilinear) _linear.Read(frame, plan, k, row);
            else _area.Read(frame, plan, k, row);
            _writer.Done(k, plan.Letterbox, rotation, tensor);
        }
        return plan.Letterbox;
    }

    private LetterboxPlan Plan(in YuvFrame frame, Rotation rotation)
    {
        foreach (LetterboxPlan known in _plans)
        {
            if (known.IsFor(frame, rotation)) return known;
        }

        LetterboxPlan plan = _plans[_oldest];
        _oldest = (_oldest + 1) % MaxPlans;
        plan.Make(frame.Layout, frame.Width, frame.Height, rotation);
        return plan;
    }
}
