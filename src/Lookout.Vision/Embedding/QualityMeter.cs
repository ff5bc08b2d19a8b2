namespace Lookout.Vision.Embedding;

/// <summary>What can be said of a face's picture without recognising anybody.</summary>
internal static class QualityMeter
{
    // Sharpness is half of its best at this share of fine structure: what portraits in focus have (docs/design/vision.md has the figures).
    private const float FineStructure = 0.1f;

    // Half the eyes' distance beside the middle, the nose is at an eye: a profile.
    private const float Profile = 0.5f;

    // How far down from the eyes to the mouth the nose's tip is, on faces that look straight ahead.
    private const float NoseDown = 0.55f;

    /// <param name="face">0..1 of the picture.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    /// <param name="aligned">The face's luma as the model sees it, <paramref name="side"/> values a row.</param>
    /// <param name="side">Values a row of <paramref name="aligned"/>.</param>
    /// <param name="wanted">The eyes' distance the model wants, in pixels.</param>
    public static FaceQuality Measure(in DetectedFace face, int width, int height, ReadOnlySpan<float> aligned, int side, float wanted)
    {
        FaceLandmarks at = face.Landmarks;
        Landmark right = Pixel(at[0]), left = Pixel(at[1]), nose = Pixel(at[2]), mouth = Pixel(at[3]);
        float distance = float.Hypot(left.X - right.X, left.Y - right.Y);
        float sharpness = Sharpness(aligned, side);
        float frontal = Frontal(right, left, nose, mouth);
        float size = Math.Min(distance / wanted, 1);
        float overall = MathF.Cbrt(size * sharpness * frontal);
        return float.IsFinite(overall) ? new(overall, distance, sharpness, frontal) : default;

        Landmark Pixel(Landmark point) => new(point.X * width, point.Y * height);
    }

    /// <summary>
    /// The Laplacian's variance over the luma's own, so that neither light nor contrast count; 0 for a picture without any structure. A small face that was
    /// enlarged has little of it, as it should.
    /// </summary>
    public static float Sharpness(ReadOnlySpan<float> luma, int side)
    {
        // The middle: hair and what is behind it may be in focus when the face is not.
        int first = side / 4, rows = luma.Length / side, end = side - first;
        double sum = 0, squares = 0, lumaSum = 0, lumaSquares = 0;
        int count = 0;
        for (int row = rows / 4; row < rows - rows / 4; row++)
        {
            for (int column = first; column < end; column++, count++)
            {
                int at = row * side + column;
                float centre = luma[at];
                double laplacian = luma[at - 1] + luma[at + 1] + luma[at - side] + luma[at + side] - 4 * centre;
                sum += laplacian;
                squares += laplacian * laplacian;
                lumaSum += centre;
                lumaSquares += (double)centre * centre;
            }
        }
        double variance = lumaSquares / count - lumaSum / count * (lumaSum / count);
        // Less than the noise of eight bits is no structure.
        if (!(variance > 1)) return 0;
        double share = (squares / count - sum / count * (sum / count)) / variance;
        return (float)(share / (share + FineStructure));
    }

    // In the frame of the eyes, so that a tilted head is no worse.
    private static float Frontal(Landmark right, Landmark left, Landmark nose, Landmark mouth)
    {
        float x = left.X - right.X, y = left.Y - right.Y;
        float square = x * x + y * y;
        float middleX = (left.X + right.X) / 2, middleY = (left.Y + right.Y) / 2;
        float aside = ((nose.X - middleX) * x + (nose.Y - middleY) * y) / square;
        float noseDown = (nose.Y - middleY) * x - (nose.X - middleX) * y;
        float mouthDown = (mouth.Y - middleY) * x - (mouth.X - middleX) * y;
        float turned = 1 - Math.Min(Math.Abs(aside) / Profile, 1);
        float nodding = 1 - Math.Min(Math.Abs(noseDown / mouthDown - NoseDown) / Profile, 1);
        return turned * nodding;
    }
}
