using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>What a receiver says of one stream it gets (RFC 3550 §6.4.1).</summary>
/// <param name="Source">The stream reported on.</param>
/// <param name="FractionLost">Loss since the last report, in 1/256.</param>
/// <param name="CumulativeLost">Packets lost since the start; negative when duplicates outnumber losses.</param>
/// <param name="HighestSequence">Highest sequence number received, with its cycles in the upper 16 bits.</param>
/// <param name="Jitter">Interarrival jitter in units of the payload's clock.</param>
/// <param name="LastSenderReport">Middle 32 bits of the NTP time of the newest sender report, 0 before the first.</param>
/// <param name="DelaySinceLastSenderReport">In 1/65536 s since that report arrived.</param>
public readonly record struct ReportBlock(
    Ssrc Source,
    byte FractionLost,
    int CumulativeLost,
    uint HighestSequence,
    uint Jitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport)
{
    public const int Length = 24;

    private const int UpperByteBits = 8;
    private const int LostMask = 0xFF_FFFF;

    internal int Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Source.Value);
        BinaryPrimitives.WriteInt32BigEndian(destination[4..], FractionLost << 24 | CumulativeLost & LostMask);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], DelaySinceLastSenderReport);
        return Length;
    }

    internal static ReportBlock Read(ReadOnlySpan<byte> block)
    {
        // The 24-bit loss is signed: shift it to the top and back.
        int lost = BinaryPrimitives.ReadInt32BigEndian(block[4..]) << UpperByteBits >> UpperByteBits;
        return new ReportBlock(
            new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(block)),
            block[4],
            lost,
            BinaryPrimitives.ReadUInt32BigEndian(block[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[20..]));
    }
}

/// <summary>Enumerates the report blocks of a sender or receiver report, borrowed from it.</summary>
public ref struct ReportBlocks
{
    private ReadOnlySpan<byte> _rest;

    internal ReportBlocks(ReadOnlySpan<byte> blocks) => _rest = blocks;

    public ReportBlock Current { get; private set; }

    /// <summary>Blocks not yet enumerated.</summary>
    public readonly int Count => _rest.Length / ReportBlock.Length;

    public readonly ReportBlocks GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < ReportBlock.Length) return false;
        Current = ReportBlock.Read(_rest);
        _rest = _rest[ReportBlock.Length..];
        return true;
    }
}
