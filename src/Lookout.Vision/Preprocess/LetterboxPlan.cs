namespace Lookout.Vision.Preprocess;

/// <summary>Everything about one picture size that does not change from frame to frame.</summary>
internal sealed class LetterboxPlan
{
    public readonly int Width;
    public readonly int Height;
    public readonly Letterbox Letterbox;
    public readonly BoxAxis LumaX;
    public readonly BoxAxis LumaY;
    public readonly BoxAxis ChromaX;
    public readonly BoxAxis ChromaY;

    // Chroma is taken to lie in the middle of its four luma samples. MPEG-2 sites it half a luma sample further left,
    // which is a tenth of a target pixel when a 720p picture is shrunk: not worth a second table.
    public LetterboxPlan(int width, int height, int targetWidth, int targetHeight)
    {
        Width = width;
        Height = height;
        Letterbox = Letterbox.Fit(width, height, targetWidth, targetHeight);
        LumaX = new BoxAxis(width, width, Letterbox.Width);
        LumaY = new BoxAxis(height, height, Letterbox.Height);
        ChromaX = new BoxAxis((width + 1) / 2, width / 2.0, Letterbox.Width);
        ChromaY = new BoxAxis((height + 1) / 2, height / 2.0, Letterbox.Height);
    }
}
