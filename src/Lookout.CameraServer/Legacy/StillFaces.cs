using Lookout.CameraServer.Analysis;
using Lookout.Vision;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// Looks for faces in pictures that clients send, one picture at a time, beside the detector of the cameras. The model is loaded for the
/// first picture and then kept.
/// </summary>
internal sealed class StillFaces(RoleModels models) : IDisposable
{
    public const int MaxFaces = 32;

    private readonly Lock _gate = new();
    private readonly BgrToYuv _yuv = new();
    private FaceDetector? _detector;

    /// <param name="bgr">Rows without gaps.</param>
    /// <param name="width">1..1920.</param>
    /// <param name="height">1..1920.</param>
    /// <param name="faces">Receives the faces, best first.</param>
    /// <param name="inferenceMs">How long the model took.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="ModelException">There is no model that can be used.</exception>
    public int Find(ReadOnlySpan<byte> bgr, int width, int height, Span<DetectedFace> faces, out double inferenceMs)
    {
        lock (_gate)
        {
            _detector ??= models.Faces();
            int count = _detector.Detect(_yuv.Convert(bgr, width, height), faces, out DetectTimes times);
            inferenceMs = times.InferenceMs;
            return count;
        }
    }

    public void Dispose()
    {
        lock (_gate) _detector?.Dispose();
    }
}
