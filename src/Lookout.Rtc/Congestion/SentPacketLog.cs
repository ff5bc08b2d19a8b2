using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Congestion;

/// <summary>
/// The newest packets sent to a viewer by their transport-wide number, in a ring: feedback on older ones has lost its
/// worth, and finds nothing.
/// </summary>
internal sealed class SentPacketLog
{
    /// <summary>A second of 20 Mbit/s; a power of two, so that numbers wrap with the ring.</summary>
    public const int Capacity = 2048;

    private readonly SentPacket[] _packets = new SentPacket[Capacity];

    public void Add(TimeSpan now, SequenceNumber sequence, int bytes, int probe) => At(sequence) = new SentPacket
    {
        SentTicks = now.Ticks,
        Sequence = sequence.Value,
        Bytes = (ushort)Math.Min(bytes, ushort.MaxValue),
        Probe = (ushort)probe,
        Fate = PacketFate.Unknown,
    };

    /// <summary>The packet's entry, to be changed in place; a null reference when it is not known.</summary>
    public ref SentPacket Find(SequenceNumber sequence, out bool found)
    {
        ref SentPacket packet = ref At(sequence);
        found = packet.Fate != PacketFate.None && packet.Sequence == sequence.Value;
        return ref packet;
    }

    private ref SentPacket At(SequenceNumber sequence) => ref _packets[sequence.Value % Capacity];
}
