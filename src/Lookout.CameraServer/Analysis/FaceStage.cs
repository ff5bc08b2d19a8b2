using Lookout.CameraServer.Cameras;
using Lookout.Link;
using Lookout.Vision;

namespace Lookout.CameraServer.Analysis;

/// <summary>Vision's detector, which stays the caller's, on the whole picture, and its faces in the link's words.</summary>
internal sealed class FaceStage(FaceDetector detector)
{
    private const int MaxFaces = 32;
    private readonly DetectedFace[] _found = new DetectedFace[MaxFaces];

    /// <returns>Whether there is a face.</returns>
    public bool Find(int camera, Picture picture, ICameraOutput output)
    {
        int count = detector.Detect(picture.AsYuv(), _found, out DetectTimes times);
        var faces = new Face[count];
        for (int i = 0; i < count; i++) faces[i] = Describe(_found[i]);
        output.Analysis(new Link.Analysis(camera, picture.Sequence, picture.CaptureNs, faces, times.PreprocessMs, times.InferenceMs));
        return count > 0;
    }

    public static Face Describe(in DetectedFace face)
    {
        var points = new float[2 * FaceLandmarks.Count];
        for (int i = 0; i < FaceLandmarks.Count; i++)
        {
            points[2 * i] = face.Landmarks[i].X;
            points[2 * i + 1] = face.Landmarks[i].Y;
        }
        return new Face(face.X, face.Y, face.Width, face.Height, face.Score, points);
    }
}
