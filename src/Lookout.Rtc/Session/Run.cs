using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>
/// A stretch of one stream that a viewer follows without a gap, from a key frame on: which packet of the history a packet
/// of the viewer is, and which timestamp it carries. All counts go on over the wraps of 16 bits.
/// </summary>
/// <param name="History">The stream.</param>
/// <param name="First">The viewer's count of its first packet.</param>
/// <param name="Shift">The stream's count of a packet less the viewer's.</param>
internal readonly record struct Run(PacketHistory History, long First, long Shift)
{
    // A replayed picture group is squeezed on the time axis: 30 frames a second become about one a millisecond.
    private const int ReplaySpeed = 32;

    /// <summary>The stream's time in front of which a replay is squeezed.</summary>
    private uint LiveTimestamp { get; init; }

    /// <summary>How long the replayed stretch took, 0 when nothing is replayed; both in 1/90000 s.</summary>
    private int ReplaySpan { get; init; }

    /// <summary>How long it takes when it is replayed.</summary>
    private int ReplayRoom { get; init; }

    /// <summary>
    /// The same run, but what the stream sent from <paramref name="keyTimestamp"/> to <paramref name="liveTimestamp"/>
    /// gets timestamps that end there and lie close together, within <paramref name="room"/>.
    /// </summary>
    public Run Squeezed(uint keyTimestamp, uint liveTimestamp, int room)
    {
        int span = (int)(liveTimestamp - keyTimestamp);
        return this with { LiveTimestamp = liveTimestamp, ReplaySpan = span, ReplayRoom = Math.Clamp(room, 0, Math.Max(0, span / ReplaySpeed)) };
    }

    /// <summary>The viewer's timestamp of what the stream calls <paramref name="stream"/>.</summary>
    public uint Timestamp(uint stream)
    {
        if (ReplaySpan <= 0) return stream;
        int before = (int)(LiveTimestamp - stream);
        return before <= 0 ? stream : LiveTimestamp - (uint)((long)before * ReplayRoom / ReplaySpan);
    }
}
