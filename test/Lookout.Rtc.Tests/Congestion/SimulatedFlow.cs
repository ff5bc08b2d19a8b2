using Lookout.Rtc.Congestion;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Tests.Congestion;

/// <summary>
/// A camera's stream to one viewer in virtual time: frames are cut into packets, paced, sent with probes over a link, and
/// answered by transport-wide feedback every 50 ms.
/// </summary>
internal sealed class SimulatedFlow
{
    private const int PacketBytes = 1200;
    private const int SmallestPacket = 100;

    private static readonly TimeSpan FeedbackInterval = TimeSpan.FromMilliseconds(50);

    private readonly Random _random;
    private readonly BottleneckLink _link;
    private readonly Queue<int> _pacer = new();
    private readonly SortedDictionary<long, TimeSpan> _arrived = [];
    private readonly Queue<(TimeSpan At, byte[] Packet)> _feedbacks = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private TimeSpan _nextFrameAt;
    private TimeSpan _nextPacketAt;
    private TimeSpan _nextFeedbackAt;
    private TimeSpan _nextProbePacketAt;
    private TimeSpan _lastArrival;
    private ProbeCluster _probe;
    private int _probeBytes;
    private int _probePackets;
    private long _reportFrom;
    private long _highest = -1;
    private byte _feedbackCount;
    private int _frames;

    public SimulatedFlow(BottleneckLink link, TimeSpan now, BandwidthLimits limits, int seed)
    {
        _link = link;
        _random = new Random(seed);
        Estimator = new BandwidthEstimator(now, limits);
        _nextFrameAt = _nextFeedbackAt = now;
    }

    public BandwidthEstimator Estimator { get; }

    /// <summary>What the source gives, by the estimate; bits per second.</summary>
    public Func<long, long> Source { get; set; } = target => target;

    public int FramesPerSecond { get; set; } = 30;

    /// <summary>Every so many frames one is five times as large; 0: none.</summary>
    public int KeyFrameEvery { get; set; }

    /// <summary>The fraction of feedback that is lost.</summary>
    public double FeedbackLoss { get; set; }

    /// <summary>What the viewer's clock shows above ours.</summary>
    public TimeSpan ClockOffset { get; set; } = TimeSpan.FromHours(5);

    /// <summary>Whether the sender has anything to probe with.</summary>
    public bool Probes { get; set; } = true;

    /// <summary>How long each packet since <see cref="Forget"/> waited in the queue.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public long DeliveredBytes { get; private set; }

    public void Forget()
    {
        Waits.Clear();
        DeliveredBytes = 0;
    }

    public void Advance(TimeSpan now)
    {
        while (_feedbacks.TryPeek(out (TimeSpan At, byte[] Packet) feedback) && feedback.At <= now)
        {
            _feedbacks.Dequeue();
            Receive(now, feedback.Packet);
        }

        if (now >= Estimator.NextTimeout)
        {
            Estimator.Advance(now);
            Assert.True(Estimator.NextTimeout > now, "a timeout that is due again at once would spin");
        }

        if (now >= _nextFrameAt) TakeFrame(now);
        SendProbe(now);
        SendPaced(now);
        if (now >= _nextFeedbackAt) SendFeedback(now);
    }

    /// <summary>A packet comes to the viewer.</summary>
    public void Deliver(TimeSpan at, TimeSpan waited, ushort sequence, int bytes)
    {
        // A hop's jitter does not let packets overtake.
        if (at < _lastArrival) at = _lastArrival;
        _lastArrival = at;
        Waits.Add(waited);
        DeliveredBytes += bytes;
        long index = Math.Max(_highest, 0) + (short)(sequence - (ushort)Math.Max(_highest, 0));
        _highest = Math.Max(_highest, index);
        _reportFrom = Math.Min(_reportFrom, index);
        _arrived[index] = at;
    }

    private void TakeFrame(TimeSpan now)
    {
        _nextFrameAt += TimeSpan.FromSeconds(1.0 / FramesPerSecond);
        long bps = Source(Estimator.TargetBps);
        bool key = KeyFrameEvery > 0 && _frames++ % KeyFrameEvery == 0;
        double share = KeyFrameEvery == 0 ? 1 : (key ? 5.0 : 1.0) * KeyFrameEvery / (KeyFrameEvery + 4);
        int bytes = (int)(bps / 8.0 / FramesPerSecond * share * (0.85 + 0.3 * _random.NextDouble()));
        for (; bytes > 0; bytes -= PacketBytes) _pacer.Enqueue(Math.Max(SmallestPacket, Math.Min(bytes, PacketBytes)));
        if (_nextPacketAt < now) _nextPacketAt = now;
    }

    private void SendPaced(TimeSpan now)
    {
        while (_nextPacketAt <= now && _pacer.TryDequeue(out int bytes))
        {
            long bps = Math.Max(Estimator.PacingBps, 2 * Source(Estimator.TargetBps));
            Send(now, bytes, _probe.Id);
            if (_probe.Id != 0) CountProbe(bytes);
            _nextPacketAt += TimeSpan.FromSeconds(8.0 * bytes / bps);
        }
    }

    private void SendProbe(TimeSpan now)
    {
        if (!Probes) return;
        if (_probe.Id == 0)
        {
            if (!Estimator.TryTakeProbe(now, out _probe)) return;
            _probeBytes = _probePackets = 0;
            _nextProbePacketAt = now;
        }

        while (_probe.Id != 0 && _nextProbePacketAt <= now)
        {
            _nextProbePacketAt += TimeSpan.FromSeconds(8.0 * PacketBytes / _probe.Bps);
            Send(now, PacketBytes, _probe.Id);
            CountProbe(PacketBytes);
        }
    }

    // What else leaves meanwhile is part of the burst.
    private void CountProbe(int bytes)
    {
        _probeBytes += bytes;
        _probePackets++;
        if (_probeBytes >= _probe.Bytes && _probePackets >= _probe.Packets) _probe = default;
    }

    private void Send(TimeSpan now, int bytes, int probe)
    {
        ushort sequence = Estimator.NextSequence();
        Estimator.Sent(now, sequence, bytes, probe);
        _link.Send(now, this, sequence, bytes);
    }

    private void SendFeedback(TimeSpan now)
    {
        _nextFeedbackAt += FeedbackInterval;
        var packets = new List<PacketArrival>();
        long end = _reportFrom;
        foreach ((long index, TimeSpan at) in _arrived)
        {
            if (at > now) break;
            for (; end < index; end++) packets.Add(new PacketArrival(new SequenceNumber((ushort)end), false, TimeSpan.Zero));
            packets.Add(new PacketArrival(new SequenceNumber((ushort)index), true, at + ClockOffset));
            end = index + 1;
        }

        if (packets.Count == 0) return;
        for (long index = _reportFrom; index < end; index++) _arrived.Remove(index);
        _reportFrom = end;
        if (_link.Down || _random.NextDouble() < FeedbackLoss) return;
        int length = TransportFeedback.Write(_buffer, default, _feedbackCount++, [.. packets]);
        _feedbacks.Enqueue((now + _link.Delay, _buffer[..length]));
    }

    private void Receive(TimeSpan now, byte[] packet)
    {
        Assert.True(RtcpPacket.TryParse(packet, out RtcpPacket parsed, out _));
        Assert.True(TransportFeedback.TryParse(parsed, out TransportFeedback feedback));
        Estimator.Receive(now, feedback);
    }
}
