using Lookout.Vision;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// Says whether something moves in one camera's pictures, far cheaper than a model can. A block of the picture has changed when its
/// mean differs from its own past by more than its noise; a change of all blocks together is light, and nobody's. What changes for
/// ever, leaves or a clock in the picture, becomes noise of its blocks.
/// </summary>
internal sealed class MotionGate
{
    private const int Blocks = LumaGrid.Columns * LumaGrid.Rows;

    // In steps of luma. A walker differs from what is behind by 20 and more; the mean of a block of a grainy picture wavers by less than 1.
    private const float LeastChange = 2.5f, MostChange = 40;
    private const float PerNoise = 4, PerOwnNoise = 3;

    // One block alone is a moth, or a digit of a clock; who is there already may be seen by one.
    private const int ToStart = 2, ToGoOn = 1;
    private const long HoldNs = 2_000_000_000;

    // Shares of the newest frame: the past is half a second deep at 16 frames a second, noise two seconds.
    private const float OfReference = 1 / 8f, OfNoise = 1 / 32f;

    private readonly LumaGrid _grid = new();
    private readonly float[] _means = new float[Blocks];
    private readonly float[] _reference = new float[Blocks];
    private readonly float[] _noise = new float[Blocks];
    private readonly int[] _histogram = new int[511];
    private float _allNoise;
    private (int Width, int Height) _size;
    private long _movedNs;

    /// <summary>Looks at the next frame. True: something moves, or did within the last two seconds.</summary>
    public bool Moves(in YuvFrame frame, long nowNs)
    {
        if (!_grid.TryMeasure(frame, _means)) return true;
        if (_size != (frame.Width, frame.Height))
        {
            _size = (frame.Width, frame.Height);
            _means.CopyTo(_reference, 0);
            _noise.AsSpan().Clear();
            _allNoise = 0;
            _movedNs = nowNs;
            return true;
        }
        bool wasMoving = nowNs - _movedNs <= HoldNs;
        if (CountChanged(Shift()) >= (wasMoving ? ToGoOn : ToStart)) _movedNs = nowNs;
        return nowNs - _movedNs <= HoldNs;
    }

    // The light's: the median, which who walks through the picture does not move.
    private float Shift()
    {
        _histogram.AsSpan().Clear();
        for (int i = 0; i < Blocks; i++) _histogram[(int)MathF.Round(_means[i] - _reference[i]) + 255]++;
        int seen = 0, at = 0;
        while ((seen += _histogram[at]) <= Blocks / 2) at++;
        return at - 255;
    }

    private int CountChanged(float shift)
    {
        float limit = Math.Clamp(PerNoise * _allNoise, LeastChange, MostChange) + Math.Abs(shift);
        int changed = 0, quiet = 0;
        float quietSum = 0;
        for (int i = 0; i < Blocks; i++)
        {
            float difference = Math.Abs(_means[i] - _reference[i] - shift);
            if (difference > Math.Max(limit, PerOwnNoise * _noise[i])) changed++;
            else (quietSum, quiet) = (quietSum + difference, quiet + 1);
            _noise[i] += (difference - _noise[i]) * OfNoise;
            _reference[i] += (_means[i] - _reference[i]) * OfReference;
        }
        if (quiet > 0) _allNoise += (quietSum / quiet - _allNoise) * OfNoise;
        return changed;
    }
}
