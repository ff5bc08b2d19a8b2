namespace Lookout.Rtc.Congestion;

/// <summary>
/// Decides when to probe: at the start by 3 and 6 times the first estimate; by twice what a probe has shown as long as
/// probes get through; every 5 s while more is wanted than the estimate, in the first seconds each second. Never while a queue
/// grows (the figures are libwebrtc's).
/// </summary>
internal sealed class ProbeControl
{
    private const int FirstScale = 3;
    private const int SecondScale = 6;
    private const int FurtherScale = 2;
    private const double Success = 0.7;
    private const double MostOverDemand = 1.5;
    private const double EnoughOverDemand = 1.25;
    private const double Pointless = 1.05;
    private const int Packets = 5;
    private const int MostId = ushort.MaxValue;

    private static readonly TimeSpan FirstLength = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterSilence = TimeSpan.FromSeconds(1);

    private readonly long _maxBps;
    private readonly TimeSpan _startEndsAt;
    private long _demandBps;
    private long _first;
    private long _second;
    private TimeSpan _length = FirstLength;
    private TimeSpan _nextAt;
    private int _id;
    private int _newest;
    private long _newestBps;

    public ProbeControl(TimeSpan now, BandwidthLimits limits)
    {
        _maxBps = limits.MaxBps;
        Enqueue(limits.StartBps * FirstScale);
        Enqueue(limits.StartBps * SecondScale);
        _startEndsAt = now + Start;
        _nextAt = Next(now);
    }

    private long CeilingBps => _demandBps == 0 ? _maxBps : Math.Min(_maxBps, (long)(MostOverDemand * _demandBps));

    public void Demand(long bps) => _demandBps = bps;

    /// <summary>When the next probe is due; <see cref="TimeSpan.MaxValue"/> when the estimate is enough.</summary>
    public TimeSpan NextAt(long targetBps) => IsWanted(targetBps) ? _nextAt : TimeSpan.MaxValue;

    public void Advance(TimeSpan now, long targetBps)
    {
        if (now < _nextAt || !IsWanted(targetBps)) return;
        _nextAt = Next(now);
        _first = _second = 0;
        _length = Length;
        Enqueue(Math.Min(targetBps * FurtherScale, CeilingBps));
    }

    /// <summary>The path is full or was silent: what is planned waits.</summary>
    public void Postpone(TimeSpan now, bool silent)
    {
        _first = _second = 0;
        _newest = 0;
        TimeSpan after = now + (silent ? AfterSilence : AfterTrouble);
        if (silent || after > _nextAt) _nextAt = after;
    }

    public bool TryTake(TimeSpan now, long targetBps, out ProbeCluster probe)
    {
        probe = default;
        while (_first != 0)
        {
            long bps = Math.Min(_first, CeilingBps);
            (_first, _second) = (_second, 0);
            if (bps < Pointless * targetBps) continue;
            _id = _id % MostId + 1;
            _newest = _id;
            _newestBps = bps;
            _nextAt = Next(now);
            probe = new ProbeCluster(_id, bps, (int)Math.Min(int.MaxValue, bps / 8.0 * _length.TotalSeconds), Packets);
            return true;
        }

        return false;
    }

    /// <summary>A probe has shown this much, which is the estimate now.</summary>
    public void Measured(int probe, long bps)
    {
        if (probe != _newest || bps < Success * _newestBps) return;
        _newest = 0;
        _length = Length;
        // Beyond the ceiling nothing more can be shown.
        if (_newestBps < CeilingBps) Enqueue(bps * FurtherScale);
    }

    private bool IsWanted(long targetBps) =>
        targetBps < EnoughOverDemand * _demandBps && targetBps * Pointless < CeilingBps;

    private TimeSpan Next(TimeSpan now) => now + (now < _startEndsAt ? FirstInterval : Interval);

    private void Enqueue(long bps)
    {
        if (_first == 0) _first = bps;
        else _second = bps;
    }
}
