using Lookout.Rtc.Congestion;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Congestion;

public sealed class BandwidthEstimatorTests
{
    private static readonly BandwidthLimits Limits = new(StartBps: 500_000, MinBps: 100_000, MaxBps: 5_000_000);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(100);

    private readonly BandwidthEstimator _estimator = new(Start, Limits);
    private readonly byte[] _buffer = new byte[TransportFeedback.MaxLength(1000)];

    [Fact]
    public void Begins_with_the_start_rate_and_two_probes_above_it()
    {
        Assert.Equal(500_000, _estimator.TargetBps);
        Assert.Equal(750_000, _estimator.PacingBps);

        Assert.True(_estimator.TryTakeProbe(Start, out ProbeCluster first));
        Assert.True(_estimator.TryTakeProbe(Start, out ProbeCluster second));
        Assert.False(_estimator.TryTakeProbe(Start, out _));

        Assert.Equal(1_500_000, first.Bps);
        Assert.Equal(3_000_000, second.Bps);
        Assert.Equal(5, first.Packets);
        Assert.Equal(3_000_000 / 8 * 15 / 1000, second.Bytes);
        Assert.NotEqual(0, first.Id);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(2, _estimator.Counters.ProbesStarted);
    }

    [Fact]
    public void Nothing_is_probed_for_that_nobody_wants()
    {
        _estimator.Demand(800_000);

        Assert.True(_estimator.TryTakeProbe(Start, out ProbeCluster probe));
        Assert.Equal(1_200_000, probe.Bps);

        var satisfied = new BandwidthEstimator(Start, Limits);
        satisfied.Demand(300_000);
        Assert.False(satisfied.TryTakeProbe(Start, out _));
        Assert.Equal(TimeSpan.MaxValue, satisfied.NextTimeout);
    }

    [Fact]
    public void Sequence_numbers_count_up_and_wrap()
    {
        for (int i = 0; i < 65536; i++) Assert.Equal(i, _estimator.NextSequence());
        Assert.Equal(0, _estimator.NextSequence());
    }

    [Fact]
    public void Receivers_own_estimate_is_a_cap_beside_feedback_and_the_estimate_without()
    {
        _estimator.ReceiveRemb(Start, 2_000_000);
        Assert.Equal(2_000_000, _estimator.TargetBps);
        _estimator.ReceiveRemb(Start, 1);
        Assert.Equal(Limits.MinBps, _estimator.TargetBps);
        _estimator.ReceiveRemb(Start, long.MaxValue);
        Assert.Equal(Limits.MaxBps, _estimator.TargetBps);

        var other = new BandwidthEstimator(Start, Limits);
        Send(other, Start, 1);
        Feed(other, Start + TimeSpan.FromMilliseconds(50), new PacketArrival(default, true, TimeSpan.FromSeconds(1)));
        other.ReceiveRemb(Start, 2_000_000);
        Assert.Equal(500_000, other.TargetBps);
        other.ReceiveRemb(Start, 300_000);
        Assert.Equal(300_000, other.TargetBps);
    }

    [Fact]
    public void Reports_move_the_estimate_only_without_feedback()
    {
        _estimator.ReceiveReport(Start, 0.2, TimeSpan.FromMilliseconds(80));
        Assert.Equal(450_000, _estimator.TargetBps);
        Assert.Equal(TimeSpan.FromMilliseconds(80), _estimator.RoundTrip);
        _estimator.ReceiveReport(Start + TimeSpan.FromMilliseconds(100), 0.2, TimeSpan.Zero);
        Assert.Equal(450_000, _estimator.TargetBps);
        _estimator.ReceiveReport(Start + TimeSpan.FromSeconds(1), 0.05, TimeSpan.Zero);
        Assert.Equal(450_000, _estimator.TargetBps);
        _estimator.ReceiveReport(Start + TimeSpan.FromSeconds(2), 0, TimeSpan.Zero);
        Assert.Equal(486_000, _estimator.TargetBps);

        Send(_estimator, Start, 1);
        Feed(_estimator, Start + TimeSpan.FromSeconds(3), new PacketArrival(default, true, TimeSpan.FromSeconds(1)));
        _estimator.ReceiveReport(Start + TimeSpan.FromSeconds(4), 0.5, TimeSpan.Zero);
        Assert.Equal(486_000, _estimator.TargetBps);
    }

    [Fact]
    public void Round_trip_is_that_of_the_newest_packet_told_of_and_smoothed()
    {
        Send(_estimator, Start, 1);
        Send(_estimator, Start + TimeSpan.FromMilliseconds(20), 1);
        Feed(_estimator, Start + TimeSpan.FromMilliseconds(60), new PacketArrival(default, true, TimeSpan.FromSeconds(1)),
            new PacketArrival(new SequenceNumber(1), true, TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromMilliseconds(40), _estimator.RoundTrip);

        Send(_estimator, Start + TimeSpan.FromMilliseconds(100), 1);
        Feed(_estimator, Start + TimeSpan.FromMilliseconds(220), new PacketArrival(new SequenceNumber(2), true, TimeSpan.FromSeconds(1.1)));
        Assert.Equal(TimeSpan.FromMilliseconds(50), _estimator.RoundTrip);
    }

    [Fact]
    public void Queue_is_known_to_drain_while_nothing_is_sent()
    {
        Assert.Equal(TimeSpan.Zero, _estimator.QueueAt(Start));
        Send(_estimator, Start, 1);
        Feed(_estimator, Start + TimeSpan.FromMilliseconds(20), new PacketArrival(new SequenceNumber(0), true, TimeSpan.FromSeconds(1)));
        TimeSpan sent = Start + TimeSpan.FromMilliseconds(20);
        Send(_estimator, sent, 1);
        // Held up by 200 ms; the two behind it take another 38 ms at 500 kbit/s.
        Feed(_estimator, Start + TimeSpan.FromMilliseconds(240), new PacketArrival(new SequenceNumber(1), true, TimeSpan.FromSeconds(1.22)));
        Send(_estimator, sent + TimeSpan.FromMilliseconds(80), 2);

        TimeSpan queue = _estimator.QueueAt(sent + TimeSpan.FromMilliseconds(80));
        Assert.Equal(200 + 38.4 - 80, queue.TotalMilliseconds, 1.0);
        Assert.Equal(queue - TimeSpan.FromMilliseconds(100), _estimator.QueueAt(sent + TimeSpan.FromMilliseconds(180)));
        Assert.Equal(TimeSpan.Zero, _estimator.QueueAt(sent + TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public void Packets_are_counted_once_late_ones_found_and_unknown_ones_told_apart()
    {
        Send(_estimator, Start, 3);
        TimeSpan now = Start + TimeSpan.FromMilliseconds(50);
        PacketArrival came = new(new SequenceNumber(0), true, TimeSpan.FromSeconds(1));
        PacketArrival missing = new(new SequenceNumber(1), false, TimeSpan.Zero);
        PacketArrival unknown = new(new SequenceNumber(3), true, TimeSpan.FromSeconds(1));

        Feed(_estimator, now, came, missing);
        Feed(_estimator, now, came, missing);
        Assert.Equal((1, 1, 0), Counts());

        Feed(_estimator, now, missing with { Received = true, Arrival = TimeSpan.FromSeconds(1.1) });
        Assert.Equal((2, 0, 0), Counts());

        Feed(_estimator, now, unknown);
        Assert.Equal((2, 0, 1), Counts());

        // So long ago that its place in the log is taken.
        Send(_estimator, now, 4096);
        Feed(_estimator, now, missing);
        Assert.Equal((2, 0, 2), Counts());

        (long, long, long) Counts() =>
            (_estimator.Counters.PacketsArrived, _estimator.Counters.PacketsLost, _estimator.Counters.PacketsUnknown);
    }

    [Fact]
    public void Silence_cuts_the_estimate_step_by_step_and_any_report_ends_it()
    {
        Send(_estimator, Start, 1);
        TimeSpan patience = TimeSpan.FromSeconds(1.2);
        Assert.Equal(Start + patience, _estimator.NextTimeout);

        _estimator.Advance(Start + patience - TimeSpan.FromTicks(1));
        Assert.Equal(500_000, _estimator.TargetBps);
        _estimator.Advance(Start + patience);
        Assert.Equal(350_000, _estimator.TargetBps);
        Assert.Equal(Start + patience + TimeSpan.FromSeconds(0.5), _estimator.NextTimeout);
        for (int i = 1; i < 10; i++) _estimator.Advance(Start + patience + TimeSpan.FromSeconds(0.5 * i));
        Assert.Equal(Limits.MinBps, _estimator.TargetBps);

        _estimator.ReceiveReport(Start + TimeSpan.FromSeconds(10), 0.05, TimeSpan.Zero);
        Assert.Equal(TimeSpan.MaxValue, _estimator.NextTimeout);
        Assert.Equal(10, _estimator.Counters.Silences);
    }

    [Fact]
    public void Idle_viewer_is_not_silent()
    {
        Send(_estimator, Start, 1);
        Feed(_estimator, Start + TimeSpan.FromMilliseconds(50), new PacketArrival(default, true, TimeSpan.FromSeconds(1)));

        _estimator.Advance(Start + TimeSpan.FromHours(1));

        Assert.Equal(500_000, _estimator.TargetBps);
        Assert.Equal(TimeSpan.MaxValue, _estimator.NextTimeout);
    }

    [Fact]
    public void Whatever_feedback_says_the_estimate_stays_within_its_limits()
    {
        var random = new Random(77);
        var mutator = new Mutator(seed: 78);
        TimeSpan now = Start;
        _estimator.Demand(5_000_000);
        int parsed = 0;
        for (int i = 0; i < 10_000; i++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(120));
            int count = 1 + random.Next(20);
            bool probing = _estimator.TryTakeProbe(now, out ProbeCluster probe);
            var packets = new PacketArrival[count];
            long steps = random.Next(4) == 0 ? random.NextInt64(1L << 32) : (now.Ticks / 2500);
            for (int j = 0; j < count; j++)
            {
                ushort sequence = _estimator.NextSequence();
                _estimator.Sent(now, sequence, random.Next(70_000), probing ? probe.Id : random.Next(3));
                steps = Math.Max(0, steps + random.Next(-1500, 1500));
                bool received = random.Next(3) > 0;
                packets[j] = new PacketArrival(new SequenceNumber(sequence), received, received ? 2500 * TimeSpan.FromTicks(steps) : TimeSpan.Zero);
            }

            int length = TransportFeedback.Write(_buffer, default, (byte)i, packets);
            byte[] message = random.Next(2) == 0 ? _buffer[..length] : mutator.Mutate(_buffer[..length]);
            if (RtcpPacket.TryParse(message, out RtcpPacket packet, out _) && TransportFeedback.TryParse(packet, out TransportFeedback feedback))
            {
                parsed++;
                _estimator.Receive(now, feedback);
            }

            _estimator.Advance(now);
            Assert.InRange(_estimator.TargetBps, Limits.MinBps, Limits.MaxBps);
            Assert.True(_estimator.NextTimeout > now);
            Assert.True(_estimator.RoundTrip >= TimeSpan.Zero);
        }

        Assert.InRange(parsed, 5000, 10_000);
    }

    [Fact]
    public void Sending_and_feedback_allocate_nothing()
    {
        TimeSpan now = Start;
        var packets = new PacketArrival[10];
        _estimator.Demand(4_000_000);

        Allocations.AssertNone(2000, () =>
        {
            bool probing = _estimator.TryTakeProbe(now, out ProbeCluster probe);
            for (int i = 0; i < packets.Length; i++)
            {
                now += TimeSpan.FromMilliseconds(3);
                ushort sequence = _estimator.NextSequence();
                _estimator.Sent(now, sequence, 1200, probing ? probe.Id : 0);
                packets[i] = new PacketArrival(new SequenceNumber(sequence), i != 3, i != 3 ? now : TimeSpan.Zero);
            }

            int length = TransportFeedback.Write(_buffer, default, 0, packets);
            if (!RtcpPacket.TryParse(_buffer.AsSpan(0, length), out RtcpPacket packet, out _) || !TransportFeedback.TryParse(packet, out TransportFeedback feedback))
                throw new InvalidOperationException();
            _estimator.Receive(now, feedback);
            _estimator.Advance(now);
        });
        Assert.Equal(0, _estimator.Counters.PacketsUnknown);
    }

    [Fact]
    public void Limits_that_contradict_each_other_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BandwidthEstimator(Start, new BandwidthLimits(100, 0, 200)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BandwidthEstimator(Start, new BandwidthLimits(100, 200, 300)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BandwidthEstimator(Start, new BandwidthLimits(300, 100, 200)));
    }

    private static void Send(BandwidthEstimator estimator, TimeSpan now, int packets)
    {
        for (int i = 0; i < packets; i++) estimator.Sent(now, estimator.NextSequence(), 1200);
    }

    private void Feed(BandwidthEstimator estimator, TimeSpan now, params ReadOnlySpan<PacketArrival> packets)
    {
        int length = TransportFeedback.Write(_buffer, default, 0, packets);
        Assert.True(RtcpPacket.TryParse(_buffer.AsSpan(0, length), out RtcpPacket packet, out _));
        Assert.True(TransportFeedback.TryParse(packet, out TransportFeedback feedback));
        estimator.Receive(now, feedback);
    }
}
