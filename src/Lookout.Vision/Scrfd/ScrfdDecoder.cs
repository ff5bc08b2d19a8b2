using Lookout.Vision.Faces;
using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Scrfd;

/// <summary>
/// SCRFD's anchors lie at the corner of their cell, column x stride and row x stride, without half a cell more: that is how the net was taught, and half a cell
/// beside it moves every face by 4, 8 or 16 pixels.
/// </summary>
internal sealed class ScrfdDecoder(ModelInput input, ScrfdOutput output) : IFaceDecoder
{
    private const int TensorsPerHead = 3;

    private readonly FivePointFaces _faces = new(output.Heads.Sum(head => head.Anchors(input)), output.Overlap);

    public int Decode(ITensors tensors, in Letterbox letterbox, Span<DetectedFace> faces)
    {
        _faces.Clear();
        for (int head = 0; head < output.Heads.Count; head++)
            Read(output.Heads[head].Stride, tensors.Tensor(TensorsPerHead * head), tensors.Tensor(TensorsPerHead * head + 1), tensors.Tensor(TensorsPerHead * head + 2));
        return _faces.Place(letterbox, faces);
    }

    private void Read(int stride, ReadOnlySpan<float> scores, ReadOnlySpan<float> boxes, ReadOnlySpan<float> landmarks)
    {
        Span<Landmark> points = stackalloc Landmark[FivePointFaces.Points];
        int across = input.Width / stride;
        for (int anchor = 0; anchor < scores.Length; anchor++)
        {
            // Not a number compares false, so a broken tensor yields nothing.
            if (!(scores[anchor] >= output.Score)) continue;
            int cell = anchor / ScrfdHead.PerCell;
            float x = cell % across * stride, y = cell / across * stride;
            ReadOnlySpan<float> sides = boxes.Slice(4 * anchor, 4), offsets = landmarks.Slice(2 * points.Length * anchor, 2 * points.Length);
            for (int i = 0; i < points.Length; i++) points[i] = new(x + offsets[2 * i] * stride, y + offsets[2 * i + 1] * stride);
            _faces.Add(x - sides[0] * stride, y - sides[1] * stride, x + sides[2] * stride, y + sides[3] * stride, scores[anchor], points);
        }
    }
}
