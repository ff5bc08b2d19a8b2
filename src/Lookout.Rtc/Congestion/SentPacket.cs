namespace Lookout.Rtc.Congestion;

/// <summary>One packet of the log, kept to 16 bytes: there are thousands for each viewer.</summary>
internal struct SentPacket
{
    public long SentTicks;
    public ushort Sequence;
    public ushort Bytes;
    public ushort Probe;
    public PacketFate Fate;
}

/// <summary>What is known of a packet that was sent.</summary>
internal enum PacketFate : byte
{
    /// <summary>No such packet.</summary>
    None,

    Unknown,

    /// <summary>Feedback said that it is missing; it may still come.</summary>
    Missing,

    Arrived,
}
