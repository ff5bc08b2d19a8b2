using System.Numerics.Tensors;
using Lookout.Vision.Models;
using Lookout.Vision.Objects;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Yolo;

/// <summary>Reads YOLO's tensor as it lies: the best score of every place is found row by row, and only places that count are looked at down their column.</summary>
internal sealed class YoloDecoder(ModelInput input, YoloOutput output) : IObjectDecoder
{
    private readonly int _places = YoloOutput.Places(input);
    private readonly float[] _best = new float[YoloOutput.Places(input)];
    private readonly ObjectCandidates _candidates = new(YoloOutput.Places(input), input, output.Overlap);

    public int Decode(ITensors tensors, in Letterbox letterbox, Span<DetectedObject> objects, Span<Pose> poses)
    {
        ReadOnlySpan<float> values = tensors.Tensor(0);
        ReadOnlySpan<float> scores = values.Slice(YoloOutput.BoxValues * _places, output.Classes.Count * _places);
        scores[.._places].CopyTo(_best);
        for (int @class = 1; @class < output.Classes.Count; @class++)
            TensorPrimitives.Max(_best, scores.Slice(@class * _places, _places), _best);

        _candidates.Clear();
        for (int place = 0; place < _places; place++)
        {
            // Not a number compares false, so a broken tensor yields nothing.
            if (!(_best[place] >= output.Score)) continue;
            int @class = 0;
            while (@class < output.Classes.Count - 1 && scores[@class * _places + place] != _best[place]) @class++;
            float x = values[place], y = values[_places + place];
            float halfWidth = values[2 * _places + place] / 2, halfHeight = values[3 * _places + place] / 2;
            _candidates.Add(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, _best[place], @class, place);
        }
        int found = _candidates.Place(letterbox, objects);
        if (output.GivesPoses)
        {
            ReadOnlySpan<float> keypoints = values[((YoloOutput.BoxValues + output.Classes.Count) * _places)..];
            for (int i = 0; i < Math.Min(found, poses.Length); i++) poses[i] = PoseAt(keypoints, _candidates.Sources[i], letterbox);
        }
        return found;
    }

    private Pose PoseAt(ReadOnlySpan<float> keypoints, int place, in Letterbox letterbox)
    {
        var pose = new Pose();
        for (int i = 0; i < Pose.Count; i++)
        {
            int at = 3 * i * _places + place;
            pose[i] = new Keypoint(
                Math.Clamp(letterbox.ToPictureX(keypoints[at]), 0, 1), Math.Clamp(letterbox.ToPictureY(keypoints[at + _places]), 0, 1),
                keypoints[at + 2 * _places]);
        }
        return pose;
    }
}
