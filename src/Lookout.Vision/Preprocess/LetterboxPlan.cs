namespace Lookout.Vision.Preprocess;

/// <summary>Everything about one size, layout and rotation that does not change from frame to frame. Its memory is used again for another.</summary>
internal sealed class LetterboxPlan(TensorFormat format)
{
    private YuvLayout _layout;
    private Rotation _rotation;
    private int _width, _height;

    /// <summary>In the tensor, the picture upright.</summary>
    public Letterbox Letterbox { get; private set; }

    /// <summary>Rows that the picture, as it lies, has in the tensor's scale.</summary>
    public int Rows { get; private set; }

    /// <summary>The four axes of <see cref="Resize.Area"/>.</summary>
    public BoxAxis LumaX { get; } = new();

    public BoxAxis LumaY { get; } = new();

    public BoxAxis ChromaX { get; } = new();

    public BoxAxis ChromaY { get; } = new();

    /// <summary>The columns of <see cref="Resize.Bilinear"/>.</summary>
    public LinearAxis LumaColumns { get; } = new();

    public LinearAxis ChromaColumns { get; } = new();

    public bool HasWideColumns => LumaColumns.HasWide && ChromaColumns.HasWide;

    private int ChromaWidth => (_width + 1) / 2;

    private int ChromaHeight => _layout == YuvLayout.Yuyv ? _height : (_height + 1) / 2;

    private bool IsMirrored => _rotation is Rotation.Half or Rotation.ThreeQuarters;

    // Chroma is taken to lie in the middle of its luma samples. MPEG-2 sites it half a luma sample further left,
    // which is a tenth of a target pixel when a 720p picture is shrunk: not worth a second table. Half an odd height covers
    // only half the last chroma row.
    private double ChromaExtent => _layout == YuvLayout.Yuyv ? _height : _height / 2.0;

    /// <summary>The rows of <see cref="Resize.Bilinear"/>.</summary>
    public LinearTap LumaRow(int k) => LinearTap.At(k, (double)_height / Rows, _height);

    /// <inheritdoc cref="LumaRow"/>
    public LinearTap ChromaRow(int k) => LinearTap.At(k, ChromaExtent / Rows, ChromaHeight);

    public bool IsFor(in YuvFrame frame, Rotation rotation) =>
        (_width, _height, _layout, _rotation) == (frame.Width, frame.Height, frame.Layout, rotation);

    public void Make(YuvLayout layout, int width, int height, Rotation rotation)
    {
        (_layout, _width, _height, _rotation) = (layout, width, height, rotation);
        bool isOnItsSide = rotation is Rotation.Quarter or Rotation.ThreeQuarters;
        Letterbox = isOnItsSide
            ? Letterbox.Fit(height, width, format.Width, format.Height, format.Fit)
            : Letterbox.Fit(width, height, format.Width, format.Height, format.Fit);
        (int columns, Rows) = isOnItsSide ? (Letterbox.Height, Letterbox.Width) : (Letterbox.Width, Letterbox.Height);
        if (format.Resize == Resize.Area)
        {
            LumaX.Make(width, width, columns, isMirrored: IsMirrored);
            LumaY.Make(height, height, Rows);
            ChromaX.Make(ChromaWidth, width / 2.0, columns, isMirrored: IsMirrored);
            ChromaY.Make(ChromaHeight, ChromaExtent, Rows);
            return;
        }
        (int lumaStep, int chromaStep) = SamplePlane.Steps(layout);
        LumaColumns.Make(width, width, columns, lumaStep, IsMirrored);
        ChromaColumns.Make(ChromaWidth, width / 2.0, columns, chromaStep, IsMirrored);
    }
}
