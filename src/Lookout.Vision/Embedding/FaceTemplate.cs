namespace Lookout.Vision.Embedding;

/// <summary>
/// Where a model wants the points of a face: eyes, nose, and the mouth's middle (four points) or its corners (five). One template serves detectors of
/// either kind: corners are taken where both have them, else their middle.
/// </summary>
internal sealed class FaceTemplate
{
    private const int Most = 5;
    private const int Middle = 4;

    private readonly Landmark[] _corners, _middle;

    /// <param name="points">Right eye, left eye, nose, then mouth middle, or right and left mouth corner; right is the person's, left in the picture.</param>
    public FaceTemplate(IReadOnlyList<Landmark> points)
    {
        _corners = points.Count == Most ? [.. points] : [];
        _middle = [points[0], points[1], points[2], points.Count == Most ? Between(points[3], points[4]) : points[3]];
    }

    /// <summary>Between the eyes, in pixels of the model's input.</summary>
    public float EyeDistance => float.Hypot(_middle[1].X - _middle[0].X, _middle[1].Y - _middle[0].Y);

    /// <summary>As if the template were a face of that picture: for pictures that are aligned already.</summary>
    public DetectedFace AsFace(float side)
    {
        var landmarks = new FaceLandmarks();
        for (int i = 0; i < Middle; i++) landmarks[i] = Scaled(_middle[i]);
        if (_corners.Length == 0) return new DetectedFace(0, 0, 1, 1, 1, landmarks);
        landmarks[FaceLandmarks.RightMouthCorner] = Scaled(_corners[3]);
        landmarks[FaceLandmarks.LeftMouthCorner] = Scaled(_corners[4]);
        return new DetectedFace(0, 0, 1, 1, 1, landmarks, FacePoints.MouthCorners);

        // The picture's left edge is half a pixel before the first centre.
        Landmark Scaled(Landmark point) => new((point.X + 0.5f) / side, (point.Y + 0.5f) / side);
    }

    /// <summary>From the template's pixels to those of the picture, the centres of both being whole numbers.</summary>
    /// <returns>False for landmarks that are no face's.</returns>
    public bool TryFit(in DetectedFace face, int width, int height, out Similarity toPicture)
    {
        Span<Landmark> points = stackalloc Landmark[Most];
        ReadOnlySpan<Landmark> template = _middle;
        FaceLandmarks at = face.Landmarks;
        for (int i = 0; i < Middle; i++) points[i] = Pixel(at[i], width, height);
        if (face.Points == FacePoints.MouthCorners && _corners.Length > 0)
        {
            template = _corners;
            points[3] = Pixel(at[FaceLandmarks.RightMouthCorner], width, height);
            points[4] = Pixel(at[FaceLandmarks.LeftMouthCorner], width, height);
        }
        bool fits = Similarity.TryFit(points[..template.Length], template, out Similarity toTemplate);
        toPicture = toTemplate.Inverse();
        return fits && float.IsFinite(toPicture.X + toPicture.Y);
    }

    private static Landmark Pixel(Landmark point, int width, int height) => new(point.X * width - 0.5f, point.Y * height - 0.5f);

    private static Landmark Between(Landmark one, Landmark other) => new((one.X + other.X) / 2, (one.Y + other.Y) / 2);
}
