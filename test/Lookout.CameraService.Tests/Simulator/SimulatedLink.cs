using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>One way of a path in virtual time.</summary>
internal sealed class SimulatedLink(int seed)
{
    // After so many steps the state is as good as drawn anew.
    private const int MostSteps = 100;

    // What spoils a radio path passes with time, whether or not something is sent meanwhile: each datagram is a step of the
    // path's state, and so is each time that one would take of a stream of 2 Mbit/s. Counted by datagrams alone, four lost in a
    // row would take a viewer's few requests from it for half a second.
    private static readonly TimeSpan StateStep = TimeSpan.FromMilliseconds(5);

    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Flying, (TimeSpan At, long Order)> _flying = new();
    private bool _bad;
    private TimeSpan _stateAt;
    private TimeSpan _freeAt;
    private TimeSpan _newestArrival;
    private long _order;

    public PathSettings Path { get; set; } = new();

    public long Sent { get; private set; }

    public long Lost { get; private set; }

    /// <summary>Longest that a datagram has waited at the bottleneck since the last time this was set.</summary>
    public TimeSpan LongestQueue { get; set; }

    public void Send(TimeSpan now, ReadOnlySpan<byte> datagram, in TransportAddress address)
    {
        Sent++;
        if (Path.Down || IsLost(now) || !TryQueue(now, datagram.Length))
        {
            Lost++;
            return;
        }

        TimeSpan left = Path.Bps > 0 ? _freeAt : now;
        byte[] bytes = datagram.ToArray();
        Fly(left, bytes, address);
        if (_random.NextDouble() < Path.Duplication) Fly(left, [.. bytes], address);
    }

    public bool TryDeliver(TimeSpan now, out byte[] datagram, out TransportAddress address)
    {
        (datagram, address) = ([], default);
        if (!_flying.TryPeek(out Flying next, out var when) || when.At > now) return false;
        _flying.Dequeue();
        (datagram, address) = (next.Bytes, next.Address);
        return true;
    }

    private bool IsLost(TimeSpan now)
    {
        if (Path.Loss == 0) return false;
        if (Path.BurstLength <= 1) return _random.NextDouble() < Path.Loss;
        double recover = 1 / Path.BurstLength;
        double spoil = recover * Path.Loss / (1 - Path.Loss);
        for (double steps = Math.Clamp((now - _stateAt) / StateStep, 1, MostSteps); steps >= 1; steps--)
            _bad = _bad ? _random.NextDouble() >= recover : _random.NextDouble() < spoil;
        _stateAt = now;
        return _bad;
    }

    private bool TryQueue(TimeSpan now, int bytes)
    {
        if (Path.Bps == 0) return true;
        TimeSpan start = _freeAt > now ? _freeAt : now;
        if (start - now > Path.Queue) return false;
        _freeAt = start + TimeSpan.FromSeconds(bytes * 8.0 / Path.Bps);
        if (_freeAt - now > LongestQueue) LongestQueue = _freeAt - now;
        return true;
    }

    private void Fly(TimeSpan left, byte[] bytes, in TransportAddress address)
    {
        TimeSpan at = left + Path.RoundTrip / 2 + Path.Jitter * _random.NextDouble();
        if (!Path.Reorders && at < _newestArrival) at = _newestArrival;
        if (at > _newestArrival) _newestArrival = at;
        _flying.Enqueue(new Flying(bytes, address), (at, _order++));
    }

    private readonly record struct Flying(byte[] Bytes, TransportAddress Address);
}
