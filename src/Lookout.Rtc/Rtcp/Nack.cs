using System.Buffers.Binary;
using System.Numerics;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>
/// Generic negative acknowledgement (RFC 4585 §6.2.1): packets a receiver misses, each entry one sequence number (PID)
/// and a bit mask of the sixteen that follow (BLP). Borrows the packet it was parsed from.
/// </summary>
public readonly ref struct Nack
{
    private const int Format = 1;
    private const int EntryLength = 4;
    private const int MaskBits = 16;

    private readonly ReadOnlySpan<byte> _entries;

    private Nack(Feedback feedback, ReadOnlySpan<byte> entries)
    {
        Feedback = feedback;
        _entries = entries;
    }

    public Feedback Feedback { get; }

    /// <summary>Enumerates the missing sequence numbers, without allocating.</summary>
    public MissingPackets GetEnumerator() => new(_entries);

    /// <summary>False when the packet is no NACK or has no entry.</summary>
    public static bool TryParse(RtcpPacket packet, out Nack nack)
    {
        nack = default;
        if (!Feedback.TryParse(packet, RtcpPacketType.TransportFeedback, Format, out Feedback feedback)) return false;
        if (packet.Body.Length < Feedback.BodyLength + EntryLength) return false;
        nack = new Nack(feedback, packet.Body[Feedback.BodyLength..]);
        return true;
    }

    /// <summary>Longest message that <see cref="Write"/> makes of that many sequence numbers.</summary>
    public static int MaxLength(int missing) => Feedback.Length + missing * EntryLength;

    /// <summary>
    /// Writes a message and returns its length. The sequence numbers are in ascending order, at least one.
    /// </summary>
    public static int Write(Span<byte> destination, Feedback feedback, ReadOnlySpan<SequenceNumber> missing)
    {
        ArgumentOutOfRangeException.ThrowIfZero(missing.Length, nameof(missing));
        feedback.Write(destination);
        int end = Feedback.Length;
        while (!missing.IsEmpty)
        {
            SequenceNumber first = missing[0];
            int taken = 1;
            ushort mask = 0;
            for (; taken < missing.Length; taken++)
            {
                int steps = missing[taken].StepsAfter(first);
                if (steps is 0 or > MaskBits) break;
                mask |= (ushort)(1 << steps - 1);
            }

            BinaryPrimitives.WriteUInt16BigEndian(destination[end..], first.Value);
            BinaryPrimitives.WriteUInt16BigEndian(destination[(end + 2)..], mask);
            end += EntryLength;
            missing = missing[taken..];
        }

        return RtcpPacket.WriteHeader(destination, RtcpPacketType.TransportFeedback, Format, end);
    }

    /// <summary>The sequence numbers of a <see cref="Nack"/>, at most 17 an entry.</summary>
    public ref struct MissingPackets
    {
        private ReadOnlySpan<byte> _rest;
        private SequenceNumber _first;
        private int _mask;

        internal MissingPackets(ReadOnlySpan<byte> entries) => _rest = entries;

        public SequenceNumber Current { get; private set; }

        public bool MoveNext()
        {
            if (_mask != 0)
            {
                Current = _first.Plus(1 + BitOperations.TrailingZeroCount(_mask));
                _mask &= _mask - 1;
                return true;
            }

            if (_rest.Length < EntryLength) return false;
            Current = _first = new SequenceNumber(BinaryPrimitives.ReadUInt16BigEndian(_rest));
            _mask = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
            _rest = _rest[EntryLength..];
            return true;
        }
    }
}
