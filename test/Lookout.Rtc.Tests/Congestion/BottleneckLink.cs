namespace Lookout.Rtc.Tests.Congestion;

/// <summary>
/// A hop in virtual time that some flows share: it sends one packet after the other at its rate, drops what finds the queue
/// full, and loses some at random on the way behind it.
/// </summary>
internal sealed class BottleneckLink(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Queue<Packet> _queue = new();
    private int _queuedBytes;
    private TimeSpan _freeAt;

    public long Bps { get; set; } = 4_000_000;

    /// <summary>How much waits at most.</summary>
    public int QueueBytes { get; set; } = 150_000;

    /// <summary>What passes at once after a pause, as a token bucket lets it.</summary>
    public int BurstBytes { get; set; }

    /// <summary>The fraction of packets lost whatever the load.</summary>
    public double Loss { get; set; }

    /// <summary>The most that a packet is held up at random, without overtaking.</summary>
    public TimeSpan Jitter { get; set; }

    /// <summary>How long a packet takes behind the hop.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(25);

    public bool Down { get; set; }

    public void Send(TimeSpan now, SimulatedFlow flow, ushort sequence, int bytes)
    {
        if (_queuedBytes + bytes > QueueBytes) return;
        _queuedBytes += bytes;
        _queue.Enqueue(new Packet(now, flow, sequence, bytes));
    }

    public void Advance(TimeSpan now)
    {
        while (_queue.TryPeek(out Packet packet))
        {
            TimeSpan earliest = packet.At - TimeSpan.FromSeconds(8.0 * BurstBytes / Bps);
            TimeSpan paid = (earliest > _freeAt ? earliest : _freeAt) + TimeSpan.FromSeconds(8.0 * packet.Bytes / Bps);
            TimeSpan done = paid > packet.At ? paid : packet.At;
            if (done > now) return;
            _queue.Dequeue();
            _queuedBytes -= packet.Bytes;
            _freeAt = paid;
            if (Down || _random.NextDouble() < Loss) continue;
            packet.Flow.Deliver(done + Delay + _random.NextDouble() * Jitter, done - packet.At, packet.Sequence, packet.Bytes);
        }
    }

    private readonly record struct Packet(TimeSpan At, SimulatedFlow Flow, ushort Sequence, int Bytes);
}
