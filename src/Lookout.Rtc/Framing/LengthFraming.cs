using System.Buffers.Binary;

namespace Lookout.Rtc.Framing;

/// <summary>
/// RFC 4571 §2, which ICE-TCP uses (RFC 6544 §3): 16 bits of length in network byte order, then as many bytes. A length of
/// 0 is a frame too, without a datagram in it.
/// </summary>
/// <param name="maxDatagram">A longer one breaks the connection: nobody sends us such, and it would have to be buffered.</param>
public sealed class LengthFraming(int maxDatagram) : IStreamFraming
{
    private const int LengthBytes = 2;

    public int HeaderLength => LengthBytes;

    public FrameCut Cut(ReadOnlySpan<byte> buffered, out Range datagram, out int consumed)
    {
        datagram = default;
        consumed = 0;
        if (buffered.Length < LengthBytes) return FrameCut.Incomplete;
        int length = BinaryPrimitives.ReadUInt16BigEndian(buffered);
        if (length > maxDatagram) return FrameCut.Broken;
        if (buffered.Length < LengthBytes + length) return FrameCut.Incomplete;
        consumed = LengthBytes + length;
        datagram = LengthBytes..consumed;
        return FrameCut.Complete;
    }

    public void WriteHeader(Span<byte> header, int datagramLength) => BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)datagramLength);
}
