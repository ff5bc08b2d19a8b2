namespace Lookout.Fuzz;

/// <summary>Ends the process when one input takes too long: an endless loop has no other way out.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private const int MaxMs = 30_000;

    private readonly string _target;
    private readonly Timer _timer;
    private volatile byte[]? _input;
    private long _begunAt;

    public Watchdog(string target)
    {
        _target = target;
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    public void Begin(byte[] input)
    {
        Volatile.Write(ref _begunAt, Environment.TickCount64);
        _input = input;
    }

    public void End() => _input = null;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_input is not { } input || Environment.TickCount64 - Volatile.Read(ref _begunAt) < MaxMs) return;
        Environment.FailFast($"{_target} does not get on with {Convert.ToHexString(input)}");
    }
}
