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

    private readonly int _maxPayload;
    private readonly PacketizedAccessUnit _result = new();
    private readonly NalAggregate _aggregate;

    /// <param name="maxPayload">Longest RTP payload in bytes, 4 to 65535.</param>
    public H265Packetizer(int maxPayload)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxPayload, FragmentHeaderLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPayload, ushort.MaxValue);
        _maxPayload = maxPayload;
        _aggregate = new NalAggregate(H265NalHeader.Length, maxPayload);
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
                case >= H265NalUnitType.VideoParameterSet when _aggregate.Fits(nal):
                    Aggregate(nal);
                    break;
                default:
                    _aggregate.Flush(_result);
                    AppendWholeOrCut(nal);
                    break;
            }
        }

        _aggregate.Flush(_result);
        return _result;
    }

    // RFC 7798 §4.4.2: the header has the OR of the forbidden bits, the lowest layer and the lowest temporal id.
    private void Aggregate(ReadOnlySpan<byte> nal)
    {
        _aggregate.MakeRoom(nal, _result);
        int unit = BinaryPrimitives.ReadUInt16BigEndian(nal);
        int before = _aggregate.IsEmpty ? unit : BinaryPrimitives.ReadUInt16BigEndian(_aggregate.Header);
        int header = (before | unit) & H265NalHeader.ForbiddenBit
            | Math.Min(before & H265NalHeader.LayerMask, unit & H265NalHeader.LayerMask)
            | Math.Min(before & H265NalHeader.TemporalIdMask, unit & H265NalHeader.TemporalIdMask);
        BinaryPrimitives.WriteUInt16BigEndian(_aggregate.Header, H265NalHeader.WithType(header, H265NalUnitType.AggregationPacket));
        _aggregate.Add(nal);
    }

    // RFC 7798 §4.4.3: the packet's header is the unit's with another type.
    private void AppendWholeOrCut(ReadOnlySpan<byte> nal)
    {
        if (nal.Length <= _maxPayload)
        {
            _result.Append(nal);
            return;
        }

        int header = BinaryPrimitives.ReadUInt16BigEndian(nal);
        Span<byte> packet = stackalloc byte[H265NalHeader.Length];
        BinaryPrimitives.WriteUInt16BigEndian(packet, H265NalHeader.WithType(header, H265NalUnitType.FragmentationUnit));
        _result.AppendFragments(packet, (byte)H265NalHeader.Type(header), nal[H265NalHeader.Length..], _maxPayload);
    }
}
