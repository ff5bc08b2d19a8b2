using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Congestion;

/// <summary>What the viewer says: feedback, its own estimate, receiver reports.</summary>
public sealed partial class BandwidthEstimator
{
    private const double HighLoss = 0.10;
    private const double LowLoss = 0.02;
    private const double ReportGrowth = 1.08;

    // A longer pause between feedbacks, and what comes is not the continuation of what came.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan ProbeAftermath = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestProbeQueue = TimeSpan.FromMilliseconds(100);

    private readonly ReceiverClock _clock = new();
    private readonly ArrivalGroups _groups = new();
    private readonly TrendlineFilter _trend = new();
    private readonly AckedBitrate _acked = new();
    private readonly QueueDelay _queue = new();
    private SequenceNumber _toldTo;
    private TimeSpan _receivedAt;
    private TimeSpan _reportUsedAt;
    private TimeSpan? _probedAt;
    private bool _over;
    private NewestArrived? _arrived;
    private LossRun _missing;

    private PathState Path => new(_acked.Bps, _acked.RecentBps, KnownRoundTrip, _queue.Current, _application.Limited, _loss.OwnLoss);

    /// <summary>Transport-wide feedback: the estimate follows at once.</summary>
    public void Receive(TimeSpan now, in TransportFeedback feedback)
    {
        Counters.FeedbacksReceived++;
        _watch.Heard();
        if (now - _receivedAt > LongestPause) _trend.Restart();
        _receivedAt = now;
        _application.Advance(now, TargetBps);

        // The message counts from its reference; the clock that does not start over is that much apart.
        long clockOffset = _clock.Unwrap(feedback.ReferenceTime) - feedback.ReferenceTime.Ticks;
        int untold = TakeUntold(feedback);
        long newestSent = long.MinValue;
        long newestDelay = 0;
        SequenceNumber newest = default;
        long leastDelay = long.MaxValue;
        long probedBps = 0;
        int probe = 0;
        foreach (PacketArrival reported in feedback)
        {
            ref SentPacket packet = ref _log.Find(reported.Sequence, out bool known);
            if (!known) Counters.PacketsUnknown++;
            if (!known || packet.Fate == PacketFate.Arrived) continue;
            if (!reported.Received)
            {
                CountMissing(ref packet);
                continue;
            }

            CountArrived(ref packet);
            long arrival = reported.Arrival.Ticks + clockOffset;
            if (packet.SentTicks >= newestSent)
            {
                newestSent = packet.SentTicks;
                newestDelay = arrival - packet.SentTicks;
                newest = reported.Sequence;
            }

            leastDelay = Math.Min(leastDelay, arrival - packet.SentTicks);
            _acked.Add(arrival, packet.Bytes + untold, _application.Limited);
            untold = 0;
            if (packet.Probe != 0) _probedAt = now;
            else if (_groups.TryAdd(packet.SentTicks, arrival, out GroupDelta delta)) _trend.Add(delta);
            if (packet.Probe != 0 && _meter.TryMeasure(packet.Probe, packet.SentTicks, arrival, packet.Bytes, out long bps))
            {
                probe = packet.Probe;
                probedBps = bps;
            }
        }

        if (newestSent == long.MinValue)
        {
            _loss.Advance(now, Path, _rate.Bps);
            return;
        }

        _queue.Add(now, leastDelay);
        _arrived = new NewestArrived(newest, newestSent, _queue.Of(newestDelay));
        Smooth(now - TimeSpan.FromTicks(newestSent));
        Decide(now, probe, probedBps);
    }

    /// <summary>
    /// The viewer's own estimate, in bits per second: with transport-wide feedback a cap, without it the estimate.
    /// </summary>
    public void ReceiveRemb(TimeSpan now, long bps)
    {
        _watch.Heard();
        _remb = bps;
        if (Counters.FeedbacksReceived == 0) _rate.Set(now, bps);
    }

    /// <summary>
    /// A receiver report's block about our stream. Without transport-wide feedback the estimate follows its loss
    /// (draft-ietf-rmcat-gcc-02 §6).
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="fractionLost">0 to 1.</param>
    /// <param name="roundTrip">Zero when it cannot be told.</param>
    public void ReceiveReport(TimeSpan now, double fractionLost, TimeSpan roundTrip)
    {
        _watch.Heard();
        if (roundTrip > TimeSpan.Zero) Smooth(roundTrip);
        if (Counters.FeedbacksReceived > 0 || now < _reportUsedAt + BetweenReports + RoundTrip) return;
        _reportUsedAt = now;
        if (fractionLost > HighLoss) _rate.Set(now, (long)(TargetBps * (1 - 0.5 * fractionLost)));
        else if (fractionLost < LowLoss) _rate.Set(now, (long)(TargetBps * ReportGrowth));
    }

    /// <summary>
    /// How long a packet that left now would wait on the way: as long as the newest that is known to have come, and for all
    /// that was sent after it, less the time since. So it is known how a queue drains while nothing is sent.
    /// </summary>
    public TimeSpan QueueAt(TimeSpan now)
    {
        if (_arrived is not { } arrived) return TimeSpan.Zero;
        long bytes = 0;
        for (SequenceNumber sequence = arrived.Sequence.Next; sequence != _next; sequence = sequence.Next)
        {
            ref SentPacket packet = ref _log.Find(sequence, out bool known);
            if (known && packet.Fate != PacketFate.Missing) bytes += packet.Bytes;
        }

        double seconds = 8.0 * bytes / Math.Max(Path.CarriedBps, TargetBps);
        long ticks = arrived.Waited + TimeSpan.FromSeconds(seconds).Ticks - (now.Ticks - arrived.SentTicks);
        return ticks > 0 ? TimeSpan.FromTicks(ticks) : TimeSpan.Zero;
    }

    // Bytes of packets that no message told of: it was lost, which does not make what arrives less.
    private int TakeUntold(in TransportFeedback feedback)
    {
        int bytes = 0;
        for (int gap = feedback.First.DistanceFrom(_toldTo); gap is > 0 and < SentPacketLog.Capacity; gap--)
        {
            ref SentPacket packet = ref _log.Find(feedback.First.Plus(-gap), out bool known);
            if (known && packet.Fate == PacketFate.Unknown) bytes += packet.Bytes;
        }

        SequenceNumber end = feedback.First.Plus(feedback.StatusCount);
        if (end.IsNewerThan(_toldTo)) _toldTo = end;
        return bytes;
    }

    private void Decide(TimeSpan now, int probe, long probedBps)
    {
        PathUsage usage = _trend.Usage;
        // A probe makes a short queue on purpose: that one drains, a real one goes on.
        if (usage == PathUsage.Over && now < _probedAt + ProbeAftermath && _queue.Current < LongestProbeQueue) usage = PathUsage.Under;
        if (usage == PathUsage.Over && !_over) Counters.Overuses++;
        _over = usage == PathUsage.Over;
        _rate.Update(now, usage, Path);
        if (_over || _loss.Cutting) _probes.Postpone(now, silent: false);
        else if (probedBps > 0)
        {
            Counters.ProbesMeasured++;
            _rate.TryRaise(now, probedBps);
            _loss.Raise(probedBps);
            _probes.Measured(probe, probedBps);
        }

        _loss.Advance(now, Path, _rate.Bps);
    }

    private void CountArrived(ref SentPacket packet)
    {
        if (!_missing.IsOutage) _loss.Lost(_missing);
        _missing = default;
        bool wasMissing = packet.Fate == PacketFate.Missing;
        if (wasMissing) Counters.PacketsLost--;
        Counters.PacketsArrived++;
        packet.Fate = PacketFate.Arrived;
        _loss.Arrived(TimeSpan.FromTicks(packet.SentTicks), packet.Bytes, wasMissing);
    }

    private void CountMissing(ref SentPacket packet)
    {
        if (packet.Fate == PacketFate.Missing) return;
        Counters.PacketsLost++;
        packet.Fate = PacketFate.Missing;
        _missing.Add(packet.SentTicks, packet.Bytes);
    }

    // RFC 6298 §2: an eighth of the new value.
    private void Smooth(TimeSpan roundTrip) =>
        RoundTrip = RoundTrip == TimeSpan.Zero ? roundTrip : RoundTrip + (roundTrip - RoundTrip) / 8;

    // The newest packet sent of those that are known to have come, and how long it waited, in ticks.
    private readonly record struct NewestArrived(SequenceNumber Sequence, long SentTicks, long Waited);
}
