namespace Lookout.CameraServer.Cameras;

/// <summary>Frames a second by capture times, over about the last second; the announced rate until it is measured.</summary>
internal sealed class FrameRate
{
    private const long WindowNs = 1_000_000_000;
    private long _startNs = -1;
    private int _count;

    public double Fps { get; private set; }

    public void Reset(double announced)
    {
        Fps = announced;
        _startNs = -1;
    }

    public void Add(long captureNs)
    {
        if (_startNs < 0)
        {
            _startNs = captureNs;
            _count = 0;
            return;
        }
        _count++;
        if (captureNs - _startNs < WindowNs) return;
        Fps = Math.Round(_count * 1e9 / (captureNs - _startNs), 2);
        _startNs = captureNs;
        _count = 0;
    }
}
