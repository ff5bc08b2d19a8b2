namespace Lookout.Vision;

/// <summary>An axis-aligned box. Whose units these are, pixels or 0..1 of the picture, is said where it is used.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">At least 0.</param>
/// <param name="Height">At least 0.</param>
public readonly record struct BoundingBox(float X, float Y, float Width, float Height)
{
    public float Right => X + Width;

    public float Bottom => Y + Height;

    public float Area => Width * Height;

    /// <summary>Intersection over union, 0..1; 0 for two empty boxes.</summary>
    public static double Overlap(in BoundingBox one, in BoundingBox other)
    {
        double width = Math.Min(one.X + (double)one.Width, other.X + (double)other.Width) - Math.Max(one.X, other.X);
        if (!(width > 0)) return 0;
        double height = Math.Min(one.Y + (double)one.Height, other.Y + (double)other.Height) - Math.Max(one.Y, other.Y);
        if (!(height > 0)) return 0;
        double common = width * height;
        return common / ((double)one.Width * one.Height + (double)other.Width * other.Height - common);
    }
}
