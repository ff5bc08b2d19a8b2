using System.Numerics.Tensors;
using Lookout.Vision.Models;
using Lookout.Vision.Objects;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.NanoDet;

/// <summary>
/// What NanoDet's heads say, as objects in the picture. A distance is the mean of its distribution (Li et al., "Generalized Focal
/// Loss", 2020) times the stride, from the middle of the cell.
/// </summary>
internal sealed class NanoDetDecoder(ModelInput input, NanoDetOutput output) : IObjectDecoder
{
    private readonly ObjectCandidates _candidates = new(output.Heads.Sum(head => head.Cells(input)), input, output.Overlap);

    public int Decode(ITensors tensors, in Letterbox letterbox, Span<DetectedObject> objects, Span<Pose> poses)
    {
        _candidates.Clear();
        for (int head = 0; head < output.Heads.Count; head++)
            Read(output.Heads[head].Stride, tensors.Tensor(2 * head), tensors.Tensor(2 * head + 1));
        return _candidates.Place(letterbox, objects);
    }

    private void Read(int stride, ReadOnlySpan<float> scores, ReadOnlySpan<float> boxes)
    {
        int classes = output.Classes.Count, across = input.Width / stride, values = NanoDetOutput.Sides * output.Bins;
        for (int cell = 0; cell * classes < scores.Length; cell++)
        {
            ReadOnlySpan<float> row = scores.Slice(cell * classes, classes);
            int best = TensorPrimitives.IndexOfMax(row);
            // Not a number compares false, so a broken tensor yields nothing.
            if (!(row[best] >= output.Score)) continue;
            ReadOnlySpan<float> sides = boxes.Slice(cell * values, values);
            float x = (cell % across + 0.5f) * stride, y = (cell / across + 0.5f) * stride;
            float left = x - Distance(sides, 0) * stride, top = y - Distance(sides, 1) * stride;
            float right = x + Distance(sides, 2) * stride, bottom = y + Distance(sides, 3) * stride;
            _candidates.Add(left, top, right, bottom, row[best], best, cell);
        }
    }

    // The mean of softmax(logits), in strides.
    private float Distance(ReadOnlySpan<float> sides, int side)
    {
        ReadOnlySpan<float> logits = sides.Slice(side * output.Bins, output.Bins);
        float greatest = logits[0];
        foreach (float logit in logits) greatest = Math.Max(greatest, logit);
        float sum = 0, weighted = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            float weight = MathF.Exp(logits[i] - greatest);
            sum += weight;
            weighted += weight * i;
        }
        return weighted / sum;
    }
}
