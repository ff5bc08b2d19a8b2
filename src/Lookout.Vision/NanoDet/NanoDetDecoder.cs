using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.NanoDet;

/// <summary>
/// What NanoDet's heads say, as objects in the picture. A distance is the mean of its distribution (Li et al., "Generalized Focal
/// Loss", 2020) times the stride, from the middle of the cell.
/// </summary>
internal sealed class NanoDetDecoder
{
    private const int Sides = 4;

    private readonly NanoDetOutput _output;
    private readonly float _width, _height;
    private readonly int[] _across;
    private readonly DetectedObject[] _candidates;

    public NanoDetDecoder(ModelInput input, NanoDetOutput output)
    {
        _output = output;
        _width = input.Width;
        _height = input.Height;
        _across = [.. output.Heads.Select(head => input.Width / head.Stride)];
        _candidates = new DetectedObject[output.Heads.Sum(head => Cells(input, head))];
    }

    /// <summary>The tensors of an output: <c>[1, cells, classes]</c> and <c>[1, cells, 4 * bins]</c> for each head.</summary>
    public static IEnumerable<TensorShape> Outputs(ModelInput input, NanoDetOutput output) => output.Heads.SelectMany(head => new[]
    {
        new TensorShape(head.Scores, [1, Cells(input, head), output.Classes.Count]),
        new TensorShape(head.Boxes, [1, Cells(input, head), Sides * output.Bins]),
    });

    /// <summary>Reads one head's candidates, at the end of those that are there already.</summary>
    public int Read(int head, ReadOnlySpan<float> scores, ReadOnlySpan<float> boxes, int count)
    {
        int classes = _output.Classes.Count;
        int stride = _output.Heads[head].Stride;
        int values = Sides * _output.Bins;
        for (int cell = 0; cell * classes < scores.Length && count < _candidates.Length; cell++)
        {
            ReadOnlySpan<float> row = scores.Slice(cell * classes, classes);
            int best = Best(row);
            // Not a number compares false, so a broken tensor yields nothing.
            if (!(row[best] >= _output.Score)) continue;
            ReadOnlySpan<float> sides = boxes.Slice(cell * values, values);
            float x = (cell % _across[head] + 0.5f) * stride, y = (cell / _across[head] + 0.5f) * stride;
            float left = x - Distance(sides, 0) * stride, top = y - Distance(sides, 1) * stride;
            float right = x + Distance(sides, 2) * stride, bottom = y + Distance(sides, 3) * stride;
            if (right > left && bottom > top)
                _candidates[count++] = new DetectedObject(new BoundingBox(left, top, right - left, bottom - top), row[best], best);
        }
        return count;
    }

    /// <summary>Turns the first <paramref name="count"/> candidates into objects of the picture, best first.</summary>
    /// <param name="count">What the last <see cref="Read"/> returned.</param>
    /// <param name="letterbox">Where the picture lies in the input.</param>
    /// <param name="objects">Receives them; those that find no room are left out.</param>
    /// <returns>How many were written.</returns>
    public int Place(int count, in Letterbox letterbox, Span<DetectedObject> objects)
    {
        Span<DetectedObject> candidates = _candidates.AsSpan(0, count);
        candidates.Sort(static (one, other) => other.Score.CompareTo(one.Score));
        int found = 0;
        for (int i = 0; i < candidates.Length && found < objects.Length; i++)
        {
            ref DetectedObject candidate = ref candidates[i];
            if (IsOverlapped(candidate, candidates[..i]))
            {
                candidate = candidate with { Score = 0 };
                continue;
            }
            if (TryPlace(candidate, letterbox, out objects[found])) found++;
        }
        return found;
    }

    // Greedy suppression: what a better one of its class covers is the same object.
    private bool IsOverlapped(in DetectedObject candidate, ReadOnlySpan<DetectedObject> better)
    {
        foreach (ref readonly DetectedObject other in better)
        {
            if (other.Score > 0 && other.Class == candidate.Class && BoundingBox.Overlap(candidate.Box, other.Box) > _output.Overlap) return true;
        }
        return false;
    }

    private bool TryPlace(in DetectedObject candidate, in Letterbox letterbox, out DetectedObject placed)
    {
        BoundingBox box = candidate.Box;
        float left = Math.Clamp(letterbox.ToPictureX(Math.Clamp(box.X, 0, _width)), 0, 1);
        float top = Math.Clamp(letterbox.ToPictureY(Math.Clamp(box.Y, 0, _height)), 0, 1);
        float right = Math.Clamp(letterbox.ToPictureX(Math.Clamp(box.Right, 0, _width)), 0, 1);
        float bottom = Math.Clamp(letterbox.ToPictureY(Math.Clamp(box.Bottom, 0, _height)), 0, 1);
        placed = candidate with { Box = new BoundingBox(left, top, right - left, bottom - top) };
        return right > left && bottom > top;
    }

    private static int Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best]) best = i;
        }
        return best;
    }

    // The mean of softmax(logits), in strides.
    private float Distance(ReadOnlySpan<float> sides, int side)
    {
        ReadOnlySpan<float> logits = sides.Slice(side * _output.Bins, _output.Bins);
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

    private static int Cells(ModelInput input, StrideHead head) => input.Width / head.Stride * (input.Height / head.Stride);
}
