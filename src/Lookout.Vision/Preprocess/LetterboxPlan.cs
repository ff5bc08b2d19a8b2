namespace Lookout.Vision.Preprocess;

/// <summary>Everything about one picture size that does not change from frame to frame. Its memory is used again for another size.</summary>
internal sealed class LetterboxPlan
{
    public int Width { get; private set; }

    public int Height { get; private set; }

    public Letterbox Letterbox { get; private set; }

    public BoxAxis LumaX { get; } = new();

    public BoxAxis LumaY { get; } = new();

    public BoxAxis ChromaX { get; } = new();

    public BoxAxis ChromaY { get; } = new();

    // Chroma is taken to lie in the middle of its four luma samples. MPEG-2 sites it half a luma sample further left,
    // which is a tenth of a target pixel when a 720p picture is shrunk: not worth a second table.
    public void Make(int width, int height, int targetWidth, int targetHeight, PictureFit fit)
    {
        Width = width;
        Height = height;
        Letterbox = Letterbox.Fit(width, height, targetWidth, targetHeight, fit);
        LumaX.Make(width, width, Letterbox.Width);
        LumaY.Make(height, height, Letterbox.Height);
        ChromaX.Make((width + 1) / 2, width / 2.0, Letterbox.Width);
        ChromaY.Make((height + 1) / 2, height / 2.0, Letterbox.Height);
    }
}
