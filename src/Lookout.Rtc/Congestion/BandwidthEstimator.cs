using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Congestion;

/// <summary>Estimates what the path to one viewer carries.</summary>
public sealed class BandwidthEstimator
{
    private readonly BandwidthLimits _limits;
    private SequenceNumber _next;
    private long _cap;
    private long _demand;

    public BandwidthEstimator(TimeSpan now, BandwidthLimits limits)
    {
        _limits = limits;
        _cap = limits.MaxBps;
        NextTimeout = now;
    }

    /// <summary>What the path is held to carry, in bits per second.</summary>
    public long TargetBps => Math.Min(_limits.StartBps, _cap);

    /// <summary>What may leave in a burst, in bits per second.</summary>
    public long PacingBps => Math.Max(TargetBps, Math.Min(_demand, TargetBps * 5 / 2));

    public TimeSpan RoundTrip { get; private set; }

    /// <summary>When <see cref="Advance"/> wants to be called again; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan NextTimeout { get; private set; }

    public EstimatorCounters Counters { get; } = new();

    /// <summary>The transport-wide sequence number of the packet about to be sent.</summary>
    public ushort NextSequence()
    {
        ushort sequence = _next.Value;
        _next = _next.Next;
        return sequence;
    }

    /// <summary>A packet has left.</summary>
    /// <param name="now">When it left.</param>
    /// <param name="sequence">What <see cref="NextSequence"/> gave.</param>
    /// <param name="bytes">Of the whole RTP packet as it went to the socket.</param>
    /// <param name="probeCluster">The probe it belongs to, or 0.</param>
    public void Sent(TimeSpan now, ushort sequence, int bytes, int probeCluster = 0) => Counters.PacketsSent++;

    public void Receive(TimeSpan now, in TransportFeedback feedback) => Counters.FeedbacksReceived++;

    /// <summary>The receiver's own estimate: never more than this.</summary>
    public void ReceiveRemb(TimeSpan now, long bps) => _cap = bps;

    /// <summary>A receiver report's block about our stream.</summary>
    public void ReceiveReport(TimeSpan now, double fractionLost, TimeSpan roundTrip) => RoundTrip = roundTrip;

    /// <summary>What the chosen rendition and the next better one would need, in bits per second.</summary>
    public void Demand(long bps) => _demand = bps;

    public void Advance(TimeSpan now) => NextTimeout = TimeSpan.MaxValue;

    /// <summary>A probe that shall be sent now; false when none is due.</summary>
    public bool TryTakeProbe(TimeSpan now, out ProbeCluster probe)
    {
        probe = default;
        return _demand < 0 && now < NextTimeout;
    }
}
