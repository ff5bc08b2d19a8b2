using Lookout.Vision;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// Where a person's face would be: a square around the head, as much of it as lies in the picture. Looked at alone it gives the
/// detector a face several times as large as in the whole picture.
/// </summary>
/// <param name="X">Left column, even.</param>
/// <param name="Y">Upper row, even.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Head">Where the middle of the head is expected, in pixels of the picture.</param>
/// <param name="Side">Of the whole square, in pixels.</param>
internal readonly record struct HeadRegion(int X, int Y, int Width, int Height, Landmark Head, float Side)
{
    // The detector needs a third of this for a face; it finds none of ten pixels.
    private const float MinSide = 28;

    // COCO's keypoints: 0 to 4 are nose, eyes and ears.
    private const int HeadPoints = 5, LeftShoulder = 5, RightShoulder = 6;
    private const float Sure = 0.3f;

    // In lengths of the body: from ear to ear 0.09, from shoulder to shoulder 0.25, a face 0.1. Each gives a square of some 0.37.
    private const float PerSpread = 4, PerShoulders = 1.5f;

    // Without keypoints: as wide as the box, which for somebody upright is 0.35 and more of its height. Above the box there is some hair.
    private const float OfHeight = 0.35f, Above = 0.1f;

    /// <summary>The head's middle in a square that begins above the box, as a share of its side.</summary>
    private const float HeadInSquare = 0.35f;

    public bool IsLookable => Side >= MinSide && Width > 1 && Height > 1;

    /// <param name="person">0..1 of the picture.</param>
    /// <param name="keypoints">x, y, score for each keypoint of COCO, 0..1 of the picture; may be empty.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    public static HeadRegion Of(in BoundingBox person, ReadOnlySpan<float> keypoints, int width, int height)
    {
        var box = new BoundingBox(person.X * width, person.Y * height, person.Width * width, person.Height * height);
        if (TryPlace(keypoints, width, height, out Landmark head, out float side))
        {
            side = Math.Min(side, Math.Max(box.Width, box.Height));
            return Cut(head.X - side / 2, head.Y - side / 2, side, head, width, height);
        }
        side = Math.Max(box.Width, OfHeight * box.Height);
        head = new Landmark(box.X + box.Width / 2, box.Y + (HeadInSquare - Above) * side);
        return Cut(head.X - side / 2, box.Y - Above * side, side, head, width, height);
    }

    /// <summary>A face that was found in this part, in coordinates 0..1 of the picture.</summary>
    public DetectedFace ToPicture(in DetectedFace face, int width, int height)
    {
        var points = default(FaceLandmarks);
        for (int i = 0; i < FaceLandmarks.Count; i++)
            points[i] = new Landmark((X + face.Landmarks[i].X * Width) / width, (Y + face.Landmarks[i].Y * Height) / height);
        return face with
        {
            X = (X + face.X * Width) / width,
            Y = (Y + face.Y * Height) / height,
            Width = face.Width * Width / width,
            Height = face.Height * Height / height,
            Landmarks = points,
        };
    }

    /// <summary>How far a face is from where the head is expected, in sides of the square.</summary>
    /// <param name="face">0..1 of the picture.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    public float DistanceTo(in DetectedFace face, int width, int height) => Side <= 0 ? float.PositiveInfinity : float.Hypot(
        (face.X + face.Width / 2) * width - Head.X, (face.Y + face.Height / 2) * height - Head.Y) / Side;

    /// <summary>Whose face it is: the index of the head that is nearest to it; -1 of none at all.</summary>
    public static int NearestOf(ReadOnlySpan<HeadRegion> heads, in DetectedFace face, int width, int height)
    {
        int nearest = -1;
        float least = float.PositiveInfinity;
        for (int i = 0; i < heads.Length; i++)
        {
            float distance = heads[i].DistanceTo(face, width, height);
            if (distance >= least) continue;
            (nearest, least) = (i, distance);
        }
        return nearest;
    }

    private static bool TryPlace(ReadOnlySpan<float> keypoints, int width, int height, out Landmark head, out float side)
    {
        (head, side) = (default, 0);
        if (keypoints.Length <= 3 * RightShoulder) return false;
        (float left, float right, float upper, float lower) = (float.MaxValue, float.MinValue, float.MaxValue, float.MinValue);
        int sure = 0;
        for (int i = 0; i < HeadPoints; i++)
        {
            if (keypoints[3 * i + 2] < Sure) continue;
            (float x, float y) = (keypoints[3 * i] * width, keypoints[3 * i + 1] * height);
            (left, right, upper, lower) = (Math.Min(left, x), Math.Max(right, x), Math.Min(upper, y), Math.Max(lower, y));
            sure++;
        }
        if (sure < 3) return false;
        head = new Landmark((left + right) / 2, (upper + lower) / 2);
        side = PerSpread * Math.Max(right - left, lower - upper);
        if (keypoints[3 * LeftShoulder + 2] >= Sure && keypoints[3 * RightShoulder + 2] >= Sure)
        {
            float across = (keypoints[3 * LeftShoulder] - keypoints[3 * RightShoulder]) * width;
            float down = (keypoints[3 * LeftShoulder + 1] - keypoints[3 * RightShoulder + 1]) * height;
            side = Math.Max(side, PerShoulders * float.Hypot(across, down));
        }
        return true;
    }

    private static HeadRegion Cut(float x, float y, float side, Landmark head, int width, int height)
    {
        (int left, int across) = Cut(x, side, width);
        (int top, int down) = Cut(y, side, height);
        return new HeadRegion(left, top, across, down, head, side);
    }

    // Begins at an even place, as a part of a picture must.
    private static (int First, int Count) Cut(float low, float side, int length)
    {
        int first = (int)Math.Clamp(low, 0, length - 1) & ~1;
        int end = (int)Math.Clamp(low + side, first + 1, length);
        return (first, end - first);
    }
}
