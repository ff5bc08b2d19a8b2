using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Congestion;

/// <summary>
/// Estimates at the sender what the path to one viewer carries: Google's congestion control (draft-ietf-rmcat-gcc-02, with
/// the trendline of libwebrtc) on transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01), a cap from
/// loss, and probes, since a camera's stream is seldom as large as the path.
/// </summary>
/// <remarks>Sans-IO, for one owner thread; allocates nothing a packet. The log of what was sent grows once, beyond 3 Mbit/s.</remarks>
public sealed partial class BandwidthEstimator
{
    // A half more than the estimate: a frame leaves in good time, and the queue it makes on the way is short.
    private const int PacingPercent = 150;

    private static readonly TimeSpan AssumedRoundTrip = TimeSpan.FromMilliseconds(100);

    private readonly BandwidthLimits _limits;
    private readonly SentPacketLog _log = new();
    private readonly RateControl _rate;
    private readonly LossControl _loss = new();
    private readonly ProbeControl _probes;
    private readonly ProbeMeter _meter = new();
    private readonly ApplicationLimit _application;
    private readonly FeedbackWatch _watch = new();
    private SequenceNumber _next;
    private long _remb = long.MaxValue;

    /// <param name="now">When the path can be used.</param>
    /// <param name="limits">Where the estimate begins and what it stays within.</param>
    public BandwidthEstimator(TimeSpan now, BandwidthLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.MinBps, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.StartBps, limits.MinBps, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MaxBps, limits.StartBps, nameof(limits));
        _limits = limits;
        _rate = new RateControl(now, limits);
        _probes = new ProbeControl(now, limits);
        _application = new ApplicationLimit(now);
    }

    /// <summary>What the path is held to carry, in bits per second: whole RTP packets, as given to <see cref="Sent"/>.</summary>
    public long TargetBps => _limits.Clamp(Math.Min(_rate.Bps, Math.Min(_loss.CapBps, _remb)));

    /// <summary>How fast the packets of a frame may leave, in bits per second.</summary>
    public long PacingBps => TargetBps * PacingPercent / 100;

    /// <summary>Smoothed; zero when nothing is known yet.</summary>
    public TimeSpan RoundTrip { get; private set; }

    /// <summary>How long packets wait on the way, as far as can be told.</summary>
    public TimeSpan QueueDelay => _queue.Current;

    /// <summary>When the path was last seen to be too full.</summary>
    public TimeSpan? CutAt => _rate.CutAt;

    /// <summary>Whether the source sends so little that only probes tell of the path.</summary>
    public bool ApplicationLimited => _application.Limited;

    /// <summary>When <see cref="Advance"/> wants to be called; <see cref="TimeSpan.MaxValue"/> for not before something comes.</summary>
    public TimeSpan NextTimeout
    {
        get
        {
            TimeSpan probe = _probes.NextAt(TargetBps);
            return probe < _watch.NextAt ? probe : _watch.NextAt;
        }
    }

    public EstimatorCounters Counters { get; } = new();

    private TimeSpan KnownRoundTrip => RoundTrip > TimeSpan.Zero ? RoundTrip : AssumedRoundTrip;

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
    public void Sent(TimeSpan now, ushort sequence, int bytes, int probeCluster = 0)
    {
        Counters.PacketsSent++;
        _log.Add(now, new SequenceNumber(sequence), bytes, probeCluster);
        if (probeCluster == 0) _application.Sent(bytes);
        _watch.Sent(now, KnownRoundTrip);
    }

    /// <summary>
    /// What the chosen rendition and the next better one would need, in bits per second. Above the estimate: room is probed
    /// for, up to half as much again.
    /// </summary>
    public void Demand(long bps) => _probes.Demand(bps);

    public void Advance(TimeSpan now)
    {
        _application.Advance(now, TargetBps);
        if (_watch.TryCut(now))
        {
            // Nobody can tell what becomes of what is sent: half the way down in a second, and up by probes.
            Counters.Silences++;
            _rate.Set(now, FeedbackWatch.Cut(TargetBps));
            _probes.Postpone(now, silent: true);
        }

        _probes.Advance(now, TargetBps);
    }

    /// <summary>A probe that shall be sent now; false when none is due. A new one takes the place of one not yet sent.</summary>
    public bool TryTakeProbe(TimeSpan now, out ProbeCluster probe)
    {
        if (!_probes.TryTake(now, TargetBps, out probe)) return false;
        Counters.ProbesStarted++;
        _meter.Expect(probe);
        return true;
    }
}
