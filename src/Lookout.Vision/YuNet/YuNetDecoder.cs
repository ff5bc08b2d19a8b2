using Lookout.Vision.Faces;
using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.YuNet;

/// <summary>YuNet's cells begin at column x stride and row x stride; its score is the geometric mean of its two.</summary>
internal sealed class YuNetDecoder(ModelInput input, YuNetOutput output) : IFaceDecoder
{
    private const int TensorsPerHead = 4;

    private readonly FivePointFaces _faces = new(output.Heads.Sum(head => head.Cells(input)), output.Overlap);

    public int Decode(ITensors tensors, in Letterbox letterbox, Span<DetectedFace> faces)
    {
        _faces.Clear();
        for (int head = 0; head < output.Heads.Count; head++)
        {
            int first = TensorsPerHead * head;
            Read(output.Heads[head].Stride, tensors.Tensor(first), tensors.Tensor(first + 1), tensors.Tensor(first + 2), tensors.Tensor(first + 3));
        }
        return _faces.Place(letterbox, faces);
    }

    private void Read(int stride, ReadOnlySpan<float> classes, ReadOnlySpan<float> objects, ReadOnlySpan<float> boxes, ReadOnlySpan<float> landmarks)
    {
        Span<Landmark> points = stackalloc Landmark[FivePointFaces.Points];
        int across = input.Width / stride;
        for (int cell = 0; cell < classes.Length; cell++)
        {
            float score = MathF.Sqrt(Math.Clamp(classes[cell], 0, 1) * Math.Clamp(objects[cell], 0, 1));
            // Not a number compares false, so a broken tensor yields nothing.
            if (!(score >= output.Score)) continue;
            int column = cell % across, row = cell / across;
            ReadOnlySpan<float> box = boxes.Slice(4 * cell, 4), offsets = landmarks.Slice(2 * points.Length * cell, 2 * points.Length);
            for (int i = 0; i < points.Length; i++) points[i] = new((column + offsets[2 * i]) * stride, (row + offsets[2 * i + 1]) * stride);
            float x = (column + box[0]) * stride, y = (row + box[1]) * stride;
            float halfWidth = MathF.Exp(box[2]) * stride / 2, halfHeight = MathF.Exp(box[3]) * stride / 2;
            _faces.Add(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, points);
        }
    }
}
