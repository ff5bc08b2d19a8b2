using System.Text.Json;
using Lookout.Link;
using Lookout.Vision;

namespace Lookout.CameraServer.Legacy;

/// <summary>One face in the old system's words: pixels instead of 0..1, five landmarks instead of six.</summary>
internal static class LegacyFace
{
    // The old server's own formula, clients have thresholds for it: 0.7 confidence + 0.3 size, full at a recogniser's input.
    private const float ConfidenceShare = 0.7f;
    private const float SizeShare = 0.3f;
    private const float FullSize = 112 * 112;

    /// <summary>
    /// The person's right eye is the left one in the picture, which comes first. BlazeFace gives the middle of the mouth and not its corners,
    /// so that both corners are this point: a place that was measured, where a guess would look like one.
    /// </summary>
    private static ReadOnlySpan<int> Five =>
        [FaceLandmarks.RightEye, FaceLandmarks.LeftEye, FaceLandmarks.Nose, FaceLandmarks.MouthCentre, FaceLandmarks.MouthCentre];

    private static ReadOnlySpan<int> FiveWithCorners =>
        [FaceLandmarks.RightEye, FaceLandmarks.LeftEye, FaceLandmarks.Nose, FaceLandmarks.RightMouthCorner, FaceLandmarks.LeftMouthCorner];

    /// <summary>Opens the object and leaves it open for members of the caller.</summary>
    public static void Begin(Utf8JsonWriter json, in DetectedFace face, int width, int height)
    {
        json.WriteStartObject();
        json.WriteStartArray("bbox"u8);
        json.WriteNumberValue(face.X * width);
        json.WriteNumberValue(face.Y * height);
        json.WriteNumberValue((face.X + face.Width) * width);
        json.WriteNumberValue((face.Y + face.Height) * height);
        json.WriteEndArray();
        json.WriteNumber("confidence"u8, face.Score);
        json.WriteStartArray("landmarks"u8);
        foreach (int point in face.Points == FacePoints.MouthCorners ? FiveWithCorners : Five)
        {
            json.WriteStartArray();
            json.WriteNumberValue(face.Landmarks[point].X * width);
            json.WriteNumberValue(face.Landmarks[point].Y * height);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        float area = face.Width * width * face.Height * height;
        json.WriteNumber("quality"u8, ConfidenceShare * face.Score + SizeShare * Math.Min(1, area / FullSize));
    }

    public static DetectedFace Of(Face face)
    {
        var landmarks = default(FaceLandmarks);
        for (int i = 0; i < FaceLandmarks.Count; i++) landmarks[i] = new Landmark(face.Landmarks[2 * i], face.Landmarks[2 * i + 1]);
        return new DetectedFace(face.X, face.Y, face.Width, face.Height, face.Score, landmarks);
    }
}
