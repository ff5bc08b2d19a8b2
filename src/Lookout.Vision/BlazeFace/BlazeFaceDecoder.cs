using Lookout.Vision.Faces;
using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.BlazeFace;

/// <summary>MediaPipe's BlazeFace: what its two heads say, as faces in the picture.</summary>
internal sealed class BlazeFaceDecoder : IFaceDecoder
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

    public int Decode(ITensors tensors, in Letterbox letterbox, Span<DetectedFace> faces)
    {
        int candidates = 0;
        for (int i = 0; i < _decoders.Length; i++)
            candidates += _decoders[i].Decode(tensors.Tensor(2 * i), tensors.Tensor(2 * i + 1), _candidates.AsSpan(candidates));
        int merged = OverlapMerger.Merge(_candidates.AsSpan(0, candidates), _overlap);

        int found = 0;
        for (int i = 0; i < merged && found < faces.Length; i++)
        {
            if (FacePlacing.TryPlace(InPixels(_candidates[i]), letterbox, out faces[found])) found++;
        }
        return found;
    }

    private DetectedFace InPixels(in Candidate candidate)
    {
        FaceLandmarks landmarks = candidate.Landmarks;
        for (int i = 0; i < FaceLandmarks.Count; i++) landmarks[i] = new(landmarks[i].X * _side, landmarks[i].Y * _side);
        return new(
            candidate.Left * _side, candidate.Top * _side, (candidate.Right - candidate.Left) * _side, (candidate.Bottom - candidate.Top) * _side,
            candidate.Score, landmarks);
    }
}
