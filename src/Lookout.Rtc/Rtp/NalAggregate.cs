using System.Buffers.Binary;

namespace Lookout.Rtc.Rtp;

/// <summary>
/// Small NAL units of an access unit together in one payload: a packet header, then each unit behind its length of 16 bits.
/// STAP-A (RFC 6184 §5.7.1) and H.265's aggregation packet (RFC 7798 §4.4.2) have that in common; what the header says of the
/// units is the packetizer's.
/// </summary>
/// <param name="headerLength">Bytes of the packet header.</param>
/// <param name="maxPayload">Longest RTP payload in bytes.</param>
internal sealed class NalAggregate(int headerLength, int maxPayload)
{
    private const int SizeLength = 2;

    private readonly byte[] _bytes = new byte[maxPayload];
    private int _length;
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>The packet header, to be filled by whoever adds.</summary>
    public Span<byte> Header => _bytes.AsSpan(0, headerLength);

    /// <summary>Whether the unit could be aggregated at all.</summary>
    public bool Fits(ReadOnlySpan<byte> nal) => headerLength + SizeLength + nal.Length <= maxPayload;

    /// <summary>Makes room for a unit that fits: what is gathered leaves first if both are too long for one payload.</summary>
    public void MakeRoom(ReadOnlySpan<byte> nal, PacketizedAccessUnit result)
    {
        if (_length + SizeLength + nal.Length > maxPayload) Flush(result);
    }

    public void Add(ReadOnlySpan<byte> nal)
    {
        if (IsEmpty) _length = headerLength;
        Span<byte> rest = _bytes.AsSpan(_length);
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)nal.Length);
        nal.CopyTo(rest[SizeLength..]);
        _length += SizeLength + nal.Length;
        _count++;
    }

    /// <summary>Appends what is gathered. A lone unit goes as itself: H.265 forbids an aggregate of one, in H.264 it is three bytes for nothing.</summary>
    public void Flush(PacketizedAccessUnit result)
    {
        int start = _count == 1 ? headerLength + SizeLength : 0;
        if (!IsEmpty) result.Append(_bytes.AsSpan(start.._length));
        _count = 0;
        _length = 0;
    }
}
