using System.Buffers.Binary;
using Lookout.Rtc.H264;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.H265;

/// <summary>
/// Cuts H.265 access units into RTP payloads (RFC 7798, one stream, no decoding order numbers): parameter sets together in
/// an aggregation packet, a NAL unit that fits by itself, a larger one as fragmentation units of equal length.
/// </summary>
/// <remarks>
/// Delimiters, filler and SEI are dropped, a WebRTC receiver has no use for them; so are types that are reserved or mean a
/// kind of packet in RTP, and units cut short in their header. Allocates nothing an access unit once its buffers have grown
/// to the stream's largest.
/// </remarks>
public sealed class H265Packetizer : IPacketizer
{
    private const int FragmentHeaderLength = H265NalHeader.Length + 1;
    private const int AggregateSizeLength = 2;
    private const byte StartBit = 0x80;
    private const byte EndBit = 0x40;

    private readonly int _maxPayload;
    private readonly PacketizedAccessUnit _result = new();
    private readonly byte[] _aggregate;
    private int _aggregateLength;
    private int _aggregated;

    /// <param name="maxPayload">Longest RTP payload in bytes, 4 to 65535.</param>
    public H265Packetizer(int maxPayload)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxPayload, FragmentHeaderLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPayload, ushort.MaxValue);
        _maxPayload = maxPayload;
        _aggregate = new byte[maxPayload];
    }

    /// <inheritdoc/>
    public PacketizedAccessUnit Packetize(ReadOnlySpan<byte> annexB)
    {
        _result.Clear();
        foreach (ReadOnlySpan<byte> nal in new AnnexBReader(annexB))
        {
            if (nal.Length <= H265NalHeader.Length) continue;
            switch (H265NalHeader.Type(BinaryPrimitives.ReadUInt16BigEndian(nal)))
            {
                case >= H265NalUnitType.AccessUnitDelimiter:
                    break;
                case >= H265NalUnitType.VideoParameterSet when FitsAggregate(nal):
                    Aggregate(nal);
                    break;
                default:
                    FlushAggregate();
                    AppendWholeOrCut(nal);
                    break;
            }
        }

        FlushAggregate();
        return _result;
    }

    private bool FitsAggregate(ReadOnlySpan<byte> nal) => H265NalHeader.Length + AggregateSizeLength + nal.Length <= _maxPayload;

    // RFC 7798 §4.4.2: the header has the OR of the forbidden bits, the lowest layer and the lowest temporal id; then size,
    // unit, ...
    private void Aggregate(ReadOnlySpan<byte> nal)
    {
        if (_aggregateLength + AggregateSizeLength + nal.Length > _maxPayload) FlushAggregate();
        int unit = BinaryPrimitives.ReadUInt16BigEndian(nal);
        int header = unit;
        if (_aggregated == 0)
        {
            _aggregateLength = H265NalHeader.Length;
        }
        else
        {
            int before = BinaryPrimitives.ReadUInt16BigEndian(_aggregate);
            header = (before | unit) & H265NalHeader.ForbiddenBit
                | Math.Min(before & H265NalHeader.LayerMask, unit & H265NalHeader.LayerMask)
                | Math.Min(before & H265NalHeader.TemporalIdMask, unit & H265NalHeader.TemporalIdMask);
        }

        BinaryPrimitives.WriteUInt16BigEndian(_aggregate, H265NalHeader.WithType(header, H265NalUnitType.AggregationPacket));
        Span<byte> rest = _aggregate.AsSpan(_aggregateLength);
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)nal.Length);
        nal.CopyTo(rest[AggregateSizeLength..]);
        _aggregateLength += AggregateSizeLength + nal.Length;
        _aggregated++;
    }

    private void FlushAggregate()
    {
        // RFC 7798 §4.4.2: an aggregate holds two units at least; a lone one goes as itself.
        int start = _aggregated == 1 ? H265NalHeader.Length + AggregateSizeLength : 0;
        ReadOnlySpan<byte> payload = _aggregate.AsSpan(start.._aggregateLength);
        if (_aggregated > 0) payload.CopyTo(_result.Append(payload.Length));
        _aggregated = 0;
        _aggregateLength = 0;
    }

    private void AppendWholeOrCut(ReadOnlySpan<byte> nal)
    {
        if (nal.Length <= _maxPayload) nal.CopyTo(_result.Append(nal.Length));
        else Cut(nal);
    }

    // RFC 7798 §4.4.3: the unit's header with another type, then start and end bit and the unit's type. The unit's own
    // header is not repeated.
    private void Cut(ReadOnlySpan<byte> nal)
    {
        int header = BinaryPrimitives.ReadUInt16BigEndian(nal);
        ushort packet = H265NalHeader.WithType(header, H265NalUnitType.FragmentationUnit);
        byte type = (byte)H265NalHeader.Type(header);
        ReadOnlySpan<byte> rest = nal[H265NalHeader.Length..];
        int length = PacketizedAccessUnit.FragmentLength(rest.Length, _maxPayload - FragmentHeaderLength);

        for (byte start = StartBit; !rest.IsEmpty; start = 0)
        {
            ReadOnlySpan<byte> part = rest[..Math.Min(length, rest.Length)];
            rest = rest[part.Length..];
            Span<byte> payload = _result.Append(FragmentHeaderLength + part.Length);
            BinaryPrimitives.WriteUInt16BigEndian(payload, packet);
            payload[H265NalHeader.Length] = (byte)(start | (rest.IsEmpty ? EndBit : 0) | type);
            part.CopyTo(payload[FragmentHeaderLength..]);
        }
    }
}
