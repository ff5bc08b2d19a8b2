using System.Buffers;
using Lookout.Vision;

namespace Lookout.CameraServer.Stills;

/// <summary>
/// All faces of a still picture, also one that fills it: the detector was taught on faces with something around them, so the picture is looked
/// at a second time with a wide margin. Not thread safe; the detector stays the caller's.
/// </summary>
internal sealed class LargeFaces(FaceDetector detector)
{
    public const int MaxFaces = 32;

    // Of its width and height, on each side.
    private const float Margin = 0.5f;

    // Two boxes that overlap by this are one face.
    private const double Same = 0.3;

    // Grey in limited range, as the middle of all there is.
    private const byte GreyLuma = 126, GreyChroma = 128;

    private readonly DetectedFace[] _wide = new DetectedFace[MaxFaces];

    /// <param name="frame">Is read, not kept.</param>
    /// <param name="faces">Receives at most <see cref="MaxFaces"/>, the largest first.</param>
    /// <param name="inferenceMs">How long the model took.</param>
    /// <returns>How many there are.</returns>
    public int Detect(in YuvFrame frame, Span<DetectedFace> faces, out double inferenceMs)
    {
        int count = detector.Detect(frame, faces, out DetectTimes times);
        inferenceMs = times.InferenceMs;
        int wide = DetectWithMargin(frame, out times);
        inferenceMs += times.InferenceMs;
        for (int i = 0; i < wide && count < faces.Length; i++)
        {
            if (_wide[i].Width > 0 && _wide[i].Height > 0 && !IsKnown(faces[..count], _wide[i])) faces[count++] = _wide[i];
        }
        faces[..count].Sort(static (one, other) => (other.Width * other.Height).CompareTo(one.Width * one.Height));
        return count;
    }

    // Faces in _wide, 0..1 of the picture without its margin.
    private int DetectWithMargin(in YuvFrame frame, out DetectTimes times)
    {
        int left = Even(frame.Width * Margin), top = Even(frame.Height * Margin);
        int width = frame.Width + 2 * left, height = frame.Height + 2 * top;
        int columns = (width + 1) / 2, rows = (height + 1) / 2;
        byte[] pixels = ArrayPool<byte>.Shared.Rent(width * height + 2 * columns * rows);
        try
        {
            Span<byte> y = pixels.AsSpan(0, width * height), u = pixels.AsSpan(width * height, columns * rows), v = pixels.AsSpan(width * height + columns * rows, columns * rows);
            y.Fill(GreyLuma);
            u.Fill(GreyChroma);
            v.Fill(GreyChroma);
            Copy(frame.Y, frame.StrideY, frame.Width, frame.Height, y[(top * width + left)..], width);
            int inner = top / 2 * columns + left / 2;
            if (frame.Layout == YuvLayout.I420)   // of NV12 the luma alone: still pictures are never that
            {
                Copy(frame.U, frame.StrideU, (frame.Width + 1) / 2, (frame.Height + 1) / 2, u[inner..], columns);
                Copy(frame.V, frame.StrideV, (frame.Width + 1) / 2, (frame.Height + 1) / 2, v[inner..], columns);
            }
            int count = detector.Detect(new YuvFrame(YuvLayout.I420, width, height, y, width, u, columns, v, columns), _wide, out times);
            for (int i = 0; i < count; i++) _wide[i] = WithoutMargin(_wide[i], left, top, frame.Width, frame.Height);
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private static int Even(float pixels) => (int)pixels & ~1;

    private static void Copy(ReadOnlySpan<byte> from, int fromStride, int width, int height, Span<byte> to, int toStride)
    {
        for (int row = 0; row < height; row++) from.Slice(row * fromStride, width).CopyTo(to[(row * toStride)..]);
    }

    private static bool IsKnown(ReadOnlySpan<DetectedFace> faces, in DetectedFace other)
    {
        foreach (DetectedFace face in faces)
        {
            if (BoundingBox.Overlap(BoxOf(face), BoxOf(other)) > Same) return true;
        }
        return false;
    }

    private static BoundingBox BoxOf(in DetectedFace face) => new(face.X, face.Y, face.Width, face.Height);

    // Clipped to the picture, as a detector's faces are; landmarks too.
    private static DetectedFace WithoutMargin(in DetectedFace face, int left, int top, int width, int height)
    {
        float outerWidth = width + 2 * left, outerHeight = height + 2 * top;
        float x = X(face.X), y = Y(face.Y);
        var points = default(FaceLandmarks);
        for (int i = 0; i < FaceLandmarks.Count; i++) points[i] = new Landmark(X(face.Landmarks[i].X), Y(face.Landmarks[i].Y));
        return face with { X = x, Y = y, Width = X(face.X + face.Width) - x, Height = Y(face.Y + face.Height) - y, Landmarks = points };

        float X(float value) => Math.Clamp((value * outerWidth - left) / width, 0, 1);
        float Y(float value) => Math.Clamp((value * outerHeight - top) / height, 0, 1);
    }
}
