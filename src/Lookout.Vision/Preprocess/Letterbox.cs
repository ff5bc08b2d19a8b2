namespace Lookout.Vision.Preprocess;

/// <summary>Where a whole picture lies in a rectangle of another shape: in pixels of the rectangle.</summary>
internal readonly record struct Letterbox(int X, int Y, int Width, int Height)
{
    public static Letterbox Fit(int width, int height, int boxWidth, int boxHeight, PictureFit fit = PictureFit.Letterbox)
    {
        if (fit == PictureFit.Stretch) return new(0, 0, boxWidth, boxHeight);
        double scale = Math.Min((double)boxWidth / width, (double)boxHeight / height);
        int fittedWidth = Math.Clamp((int)Math.Round(width * scale), 1, boxWidth);
        int fittedHeight = Math.Clamp((int)Math.Round(height * scale), 1, boxHeight);
        if (fit == PictureFit.TopLeft) return new(0, 0, fittedWidth, fittedHeight);
        return new((boxWidth - fittedWidth) / 2, (boxHeight - fittedHeight) / 2, fittedWidth, fittedHeight);
    }

    /// <summary>From pixels of the rectangle to 0..1 of the picture; outside for the margins.</summary>
    public float ToPictureX(float x) => (x - X) / Width;

    /// <inheritdoc cref="ToPictureX"/>
    public float ToPictureY(float y) => (y - Y) / Height;
}
