using System.Buffers.Binary;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Framing;

/// <summary>
/// TURN over a stream: STUN messages and ChannelData follow each other without a frame of their own, since both tell their
/// length (RFC 8489 §6.2.2, RFC 8656 §12.5). ChannelData is padded to four bytes here, and the padding is not counted.
/// </summary>
/// <param name="maxDatagram">A longer one breaks the connection.</param>
public sealed class TurnFraming(int maxDatagram) : IStreamFraming
{
    private const int LengthOffset = 2;
    private const int PrefixLength = 4;

    public int HeaderLength => 0;

    public FrameCut Cut(ReadOnlySpan<byte> buffered, out Range datagram, out int consumed)
    {
        datagram = default;
        consumed = 0;
        if (buffered.IsEmpty) return FrameCut.Incomplete;
        // RFC 8656 §12: the first two bits are 00 for STUN, 01 for ChannelData.
        int kind = buffered[0] >> 6;
        if (kind > 1) return FrameCut.Broken;
        if (buffered.Length < PrefixLength) return FrameCut.Incomplete;
        int value = BinaryPrimitives.ReadUInt16BigEndian(buffered[LengthOffset..]);
        int length = value + (kind == 0 ? StunHeader.Length : PrefixLength);
        int padded = StunHeader.Padded(length);
        if (length > maxDatagram || (kind == 0 && padded != length)) return FrameCut.Broken;
        if (buffered.Length < padded) return FrameCut.Incomplete;
        datagram = ..length;
        consumed = padded;
        return FrameCut.Complete;
    }

    public void WriteHeader(Span<byte> header, int datagramLength)
    {
    }
}
