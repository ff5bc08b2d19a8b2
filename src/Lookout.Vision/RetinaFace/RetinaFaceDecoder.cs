using Lookout.Vision.Faces;
using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.RetinaFace;

/// <summary>Boxes as SSD codes them (Liu et al., 2016), around priors in the middle of their cells, with its variances.</summary>
internal sealed class RetinaFaceDecoder(ModelInput input, RetinaFaceOutput output) : IFaceDecoder
{
    private const float PlaceVariance = 0.1f, SizeVariance = 0.2f;

    private readonly FivePointFaces _faces = new(output.Priors.Sum(row => row.Count(input)), output.Overlap);

    public int Decode(ITensors tensors, in Letterbox letterbox, Span<DetectedFace> faces)
    {
        ReadOnlySpan<float> boxes = tensors.Tensor(0), scores = tensors.Tensor(1), landmarks = tensors.Tensor(2);
        Span<Landmark> points = stackalloc Landmark[FivePointFaces.Points];
        _faces.Clear();
        int first = 0;
        for (int i = 0; i < output.Priors.Count; i++)
        {
            PriorRow row = output.Priors[i];
            int across = row.Across(input), count = row.Count(input);
            for (int prior = 0; prior < count; prior++)
            {
                int at = first + prior;
                // Not a number compares false, so a broken tensor yields nothing.
                if (!(scores[2 * at + 1] >= output.Score)) continue;
                int cell = prior / row.Sides.Count;
                float side = row.Sides[prior % row.Sides.Count];
                float x = (cell % across + 0.5f) * row.Stride, y = (cell / across + 0.5f) * row.Stride;
                Read(boxes.Slice(4 * at, 4), landmarks.Slice(2 * points.Length * at, 2 * points.Length), x, y, side, scores[2 * at + 1], points);
            }
            first += count;
        }
        return _faces.Place(letterbox, faces);
    }

    private void Read(ReadOnlySpan<float> box, ReadOnlySpan<float> offsets, float x, float y, float side, float score, Span<Landmark> points)
    {
        float shift = PlaceVariance * side;
        for (int i = 0; i < points.Length; i++) points[i] = new(x + offsets[2 * i] * shift, y + offsets[2 * i + 1] * shift);
        float halfWidth = side * MathF.Exp(box[2] * SizeVariance) / 2, halfHeight = side * MathF.Exp(box[3] * SizeVariance) / 2;
        x += box[0] * shift;
        y += box[1] * shift;
        _faces.Add(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, points);
    }
}
