namespace Lookout.CameraService.WebRtc.Sending;

/// <summary>
/// Spreads one viewer's packets over time: each chunk leaves when the one before it would have passed a path of the
/// given rate. A frame of a few packets that finds the path clear leaves at once, which is what most frames are.
/// </summary>
/// <remarks>
/// Chunks are a millisecond's worth: the kernel's timers overshoot by a tenth of that, and a chunk of several packets
/// still leaves as one message. A wake that comes late is caught up for <see cref="Slack"/>, not longer.
/// </remarks>
internal sealed class Pacer
{
    /// <summary>Frames up to so many packets leave at once.</summary>
    public const int FewPackets = 12;

    private const int PacketBits = 1200 * 8;
    private static readonly TimeSpan Chunk = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(2);

    /// <summary>When the next chunk may leave: everything before it has passed.</summary>
    public TimeSpan NextAt { get; private set; } = TimeSpan.MinValue;

    public bool IsClear(TimeSpan now) => now >= NextAt;

    /// <summary>How many of the packets that wait may leave in this chunk.</summary>
    public static int Allow(long bitsPerSecond, int waiting)
    {
        if (waiting <= FewPackets) return waiting;
        double packets = Math.Ceiling(bitsPerSecond * Chunk.TotalSeconds / PacketBits);
        return (int)Math.Clamp(packets, 1, waiting);
    }

    /// <summary>A chunk has left.</summary>
    public void Sent(TimeSpan now, long bitsPerSecond, int bytes)
    {
        TimeSpan from = NextAt < now - Slack ? now : NextAt;
        NextAt = from + TimeSpan.FromSeconds(bytes * 8.0 / bitsPerSecond);
    }
}
