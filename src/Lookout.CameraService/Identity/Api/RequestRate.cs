namespace Lookout.CameraService.Identity.Api;

/// <summary>How often something may be asked for: a burst, then so many a second. Any thread.</summary>
internal sealed class RequestRate(int burst, double aSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _left = burst;
    private long _at = time.GetTimestamp();

    public bool TryTake()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            _left = Math.Min(burst, _left + time.GetElapsedTime(_at, now).TotalSeconds * aSecond);
            _at = now;
            if (_left < 1) return false;
            _left--;
            return true;
        }
    }
}
