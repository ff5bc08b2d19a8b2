namespace Lookout.E2E.Harness.Media;

/// <summary>A box in shares of the upright picture, 0..1 from its top left corner.</summary>
public readonly record struct Box(double X, double Y, double Width, double Height)
{
    private double Area => Width * Height;

    /// <summary>Intersection over union: 1 is the same box, 0 is apart.</summary>
    public double Iou(Box other)
    {
        double width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        double height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        if (width <= 0 || height <= 0) return 0;
        double shared = width * height;
        return shared / (Area + other.Area - shared);
    }
}
