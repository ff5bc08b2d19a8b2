using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Faces;

internal static class FacePlacing
{
    /// <summary>From pixels of the input to 0..1 of the picture, clipped to it.</summary>
    /// <returns>False for a box whose centre lies in the margins: it is no face in the picture.</returns>
    public static bool TryPlace(in DetectedFace face, in Letterbox letterbox, out DetectedFace placed)
    {
        float left = letterbox.ToPictureX(face.X), right = letterbox.ToPictureX(face.X + face.Width);
        float top = letterbox.ToPictureY(face.Y), bottom = letterbox.ToPictureY(face.Y + face.Height);
        bool inside = left + right is > 0 and < 2 && top + bottom is > 0 and < 2;

        FaceLandmarks landmarks = face.Landmarks;
        for (int i = 0; i < FaceLandmarks.Count; i++)
            landmarks[i] = new(Math.Clamp(letterbox.ToPictureX(landmarks[i].X), 0, 1), Math.Clamp(letterbox.ToPictureY(landmarks[i].Y), 0, 1));

        left = Math.Max(left, 0);
        top = Math.Max(top, 0);
        placed = new(left, top, Math.Min(right, 1) - left, Math.Min(bottom, 1) - top, face.Score, landmarks, face.Points);
        return inside;
    }
}
