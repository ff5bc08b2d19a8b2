using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.H264;

/// <summary>
/// Cuts H.264 access units into RTP payloads (RFC 6184, packetization-mode=1): parameter sets together in a STAP-A, a
/// NAL unit that fits by itself, a larger one as FU-A fragments.
/// </summary>
/// <remarks>
/// Fragments of a unit are of equal length, only the last may be shorter: such a run can leave as one UDP GSO batch.
/// Delimiters, filler and SEI are dropped, a WebRTC receiver has no use for them; so are types that mean a kind of
/// packet in RTP. One owner thread; allocates nothing an access unit once its buffers have grown to the stream's
/// largest.
/// </remarks>
public sealed class H264Packetizer : IPacketizer
{
    private const int FragmentHeaderLength = 2;
    private const int AggregateHeaderLength = 1;
    private const int AggregateSizeLength = 2;
    private const byte StartBit = 0x80;
    private const byte EndBit = 0x40;

    private readonly int _maxPayload;
    private readonly PacketizedAccessUnit _result = new();
    private readonly byte[] _aggregate;
    private int _aggregateLength;
    private int _aggregated;

    /// <param name="maxPayload">Longest RTP payload in bytes, 3 to 65535.</param>
    public H264Packetizer(int maxPayload)
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
            switch (NalHeader.Type(nal[0]))
            {
                case NalUnitType.AccessUnitDelimiter or NalUnitType.FillerData or NalUnitType.SupplementalEnhancement:
                case NalUnitType.EndOfSequence or NalUnitType.EndOfStream:
                case NalUnitType.Unspecified or >= NalUnitType.StapA:
                    break;
                case NalUnitType.SequenceParameterSet or NalUnitType.PictureParameterSet when FitsAggregate(nal):
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

    private bool FitsAggregate(ReadOnlySpan<byte> nal) =>
        AggregateHeaderLength + AggregateSizeLength + nal.Length <= _maxPayload;

    // RFC 6184 §5.7.1: the header has the highest importance and the OR of the forbidden bits; then size, unit, ...
    private void Aggregate(ReadOnlySpan<byte> nal)
    {
        if (_aggregateLength + AggregateSizeLength + nal.Length > _maxPayload) FlushAggregate();
        if (_aggregated == 0)
        {
            _aggregate[0] = (byte)NalUnitType.StapA;
            _aggregateLength = AggregateHeaderLength;
        }

        int header = _aggregate[0] | nal[0] & NalHeader.ForbiddenBit;
        int importance = Math.Max(header & NalHeader.ImportanceMask, nal[0] & NalHeader.ImportanceMask);
        _aggregate[0] = (byte)(header & ~NalHeader.ImportanceMask | importance);
        Span<byte> rest = _aggregate.AsSpan(_aggregateLength);
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)nal.Length);
        nal.CopyTo(rest[AggregateSizeLength..]);
        _aggregateLength += AggregateSizeLength + nal.Length;
        _aggregated++;
    }

    private void FlushAggregate()
    {
        // A lone unit goes as itself: an aggregate of one is three bytes for nothing.
        int start = _aggregated == 1 ? AggregateHeaderLength + AggregateSizeLength : 0;
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

    // RFC 6184 §5.8: indicator with the unit's importance, header with start and end bit and the unit's type. The
    // unit's own header byte is not repeated.
    private void Cut(ReadOnlySpan<byte> nal)
    {
        byte indicator = (byte)(nal[0] & (NalHeader.ForbiddenBit | NalHeader.ImportanceMask) | (int)NalUnitType.FuA);
        byte type = (byte)(nal[0] & NalHeader.TypeMask);
        ReadOnlySpan<byte> rest = nal[1..];
        int length = PacketizedAccessUnit.FragmentLength(rest.Length, _maxPayload - FragmentHeaderLength);

        for (byte start = StartBit; !rest.IsEmpty; start = 0)
        {
            ReadOnlySpan<byte> part = rest[..Math.Min(length, rest.Length)];
            rest = rest[part.Length..];
            Span<byte> payload = _result.Append(FragmentHeaderLength + part.Length);
            payload[0] = indicator;
            payload[1] = (byte)(start | (rest.IsEmpty ? EndBit : 0) | type);
            part.CopyTo(payload[FragmentHeaderLength..]);
        }
    }
}
