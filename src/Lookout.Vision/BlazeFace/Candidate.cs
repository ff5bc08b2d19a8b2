namespace Lookout.Vision.BlazeFace;

/// <summary>One face as the model gives it, 0..1 of the input square.</summary>
internal record struct Candidate(float Left, float Top, float Right, float Bottom, float Score, FaceLandmarks Landmarks)
{
    /// <summary>Intersection over union, 0..1.</summary>
    public readonly float Overlap(in Candidate other)
    {
        float width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        float height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        if (!(width > 0 && height > 0)) return 0;
        float shared = width * height;
        return shared / (Area + other.Area - shared);
    }

    private readonly float Area => (Right - Left) * (Bottom - Top);
}
