using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Congestion;

/// <summary>
/// The newest packets sent to a viewer by their transport-wide number, in a ring: feedback on older ones has lost its
/// worth, and finds nothing. The ring is large enough for <see cref="Kept"/> of 3 Mbit/s from the start, so that most viewers
/// cost no garbage, and becomes <see cref="Capacity"/> with the first packet that does not fit.
/// </summary>
internal sealed class SentPacketLog
{
    /// <summary>A second of 20 Mbit/s; a power of two, so that numbers wrap with the ring.</summary>
    public const int Capacity = 2048;

    /// <summary>So long a packet is known for sure, as far as the capacity goes.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    private const int FirstCapacity = 1024;

    private SentPacket[] _packets = new SentPacket[FirstCapacity];

    public void Add(TimeSpan now, SequenceNumber sequence, int bytes, int probe)
    {
        ref SentPacket place = ref At(sequence);
        if (_packets.Length < Capacity && place.Fate != PacketFate.None && now.Ticks - place.SentTicks < Kept.Ticks)
        {
            Grow();
            place = ref At(sequence);
        }

        place = new SentPacket
        {
            SentTicks = now.Ticks,
            Sequence = sequence.Value,
            Bytes = (ushort)Math.Min(bytes, ushort.MaxValue),
            Probe = (ushort)probe,
            Fate = PacketFate.Unknown,
        };
    }

    /// <summary>The packet's entry, to be changed in place; a null reference when it is not known.</summary>
    public ref SentPacket Find(SequenceNumber sequence, out bool found)
    {
        ref SentPacket packet = ref At(sequence);
        found = packet.Fate != PacketFate.None && packet.Sequence == sequence.Value;
        return ref packet;
    }

    private void Grow()
    {
        SentPacket[] before = _packets;
        _packets = new SentPacket[Capacity];
        foreach (ref readonly SentPacket packet in before.AsSpan())
            if (packet.Fate != PacketFate.None) At(new SequenceNumber(packet.Sequence)) = packet;
    }

    private ref SentPacket At(SequenceNumber sequence) => ref _packets[sequence.Value & (_packets.Length - 1)];
}
