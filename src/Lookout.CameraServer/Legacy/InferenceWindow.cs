namespace Lookout.CameraServer.Legacy;

/// <summary>The mean of the last 30 durations, some three seconds' worth: an average since the start hides that something got slow.</summary>
internal sealed class InferenceWindow
{
    private const int Size = 30;
    private readonly Lock _gate = new();
    private readonly double[] _last = new double[Size];
    private int _count;

    /// <summary>0 before the first.</summary>
    public double Mean
    {
        get
        {
            lock (_gate)
            {
                int filled = Math.Min(_count, Size);
                double sum = 0;
                foreach (double value in _last.AsSpan(0, filled)) sum += value;
                return filled == 0 ? 0 : sum / filled;
            }
        }
    }

    public void Add(double milliseconds)
    {
        lock (_gate)
        {
            _last[_count % Size] = milliseconds;
            // Stays within the range of int for ever.
            _count = _count + 1 == 2 * Size ? Size : _count + 1;
        }
    }
}
