using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.BlazeFace;

/// <summary>MediaPipe's BlazeFace: what its two heads say, as faces in the picture.</summary>
internal sealed class BlazeFaceDecoder
{
    private readonly AnchorDecoder[] _decoders;
    private readonly Candidate[] _candidates;
    private readonly float _side;
    private readonly float _overlap;

    public BlazeFaceDecoder(ModelInput input, BlazeFaceOutput output)
    {
        _side = input.Width;
        _overlap = output.Overlap;
        _decoders = [.. output.Heads.Select(head => new AnchorDecoder(head, input.Width, output.Score))];
        _candidates = new Candidate[output.Heads.Sum(head => head.Anchors)];
    }

    /// <summary>The tensors of an output: <c>[1, anchors, 1]</c> and <c>[1, anchors, 16]</c> for each head.</summary>
    public static IEnumerable<TensorShape> Outputs(ModelInput input, BlazeFaceOutput output) => output.Heads.SelectMany(head => new[]
    {
        new TensorShape(head.Scores, [1, head.Anchors, 1]),
        new TensorShape(head.Boxes, [1, head.Anchors, 4 + 2 * FaceLandmarks.Count]),
    });

    /// <param name="model">Has run; its outputs are those of <see cref="Outputs"/>, in that order.</param>
    /// <param name="letterbox">Where the picture lies in the input.</param>
    /// <param name="faces">Receives the faces, best first.</param>
    /// <returns>How many were written; those that find no room are left out.</returns>
    public int Decode(LoadedModel<BlazeFaceOutput> model, in Letterbox letterbox, Span<DetectedFace> faces)
    {
        int candidates = 0;
        for (int i = 0; i < _decoders.Length; i++)
            candidates += _decoders[i].Decode(model.Tensor(2 * i), model.Tensor(2 * i + 1), _candidates.AsSpan(candidates));
        int merged = OverlapMerger.Merge(_candidates.AsSpan(0, candidates), _overlap);

        int found = 0;
        for (int i = 0; i < merged && found < faces.Length; i++)
        {
            if (TryPlace(_candidates[i], letterbox, out faces[found])) found++;
        }
        return found;
    }

    // A box whose centre lies in the margins is no face in the picture.
    private bool TryPlace(in Candidate candidate, in Letterbox letterbox, out DetectedFace face)
    {
        float left = letterbox.ToPictureX(candidate.Left * _side);
        float top = letterbox.ToPictureY(candidate.Top * _side);
        float right = letterbox.ToPictureX(candidate.Right * _side);
        float bottom = letterbox.ToPictureY(candidate.Bottom * _side);
        bool inside = left + right is > 0 and < 2 && top + bottom is > 0 and < 2;

        var landmarks = new FaceLandmarks();
        for (int i = 0; i < FaceLandmarks.Count; i++)
        {
            landmarks[i] = new(
                Math.Clamp(letterbox.ToPictureX(candidate.Landmarks[i].X * _side), 0, 1),
                Math.Clamp(letterbox.ToPictureY(candidate.Landmarks[i].Y * _side), 0, 1));
        }

        left = Math.Max(left, 0);
        top = Math.Max(top, 0);
        face = new(left, top, Math.Min(right, 1) - left, Math.Min(bottom, 1) - top, candidate.Score, landmarks);
        return inside;
    }
}
