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

    private readonly int _maxPayload;
    private readonly PacketizedAccessUnit _result = new();
    private readonly NalAggregate _aggregate;

    /// <param name="maxPayload">Longest RTP payload in bytes, 3 to 65535.</param>
    public H264Packetizer(int maxPayload)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxPayload, FragmentHeaderLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPayload, ushort.MaxValue);
        _maxPayload = maxPayload;
        _aggregate = new NalAggregate(AggregateHeaderLength, maxPayload);
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
                case NalUnitType.SequenceParameterSet or NalUnitType.PictureParameterSet when _aggregate.Fits(nal):
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

    // RFC 6184 §5.7.1: the header has the highest importance and the OR of the forbidden bits.
    private void Aggregate(ReadOnlySpan<byte> nal)
    {
        _aggregate.MakeRoom(nal, _result);
        int header = (_aggregate.IsEmpty ? (int)NalUnitType.StapA : _aggregate.Header[0]) | nal[0] & NalHeader.ForbiddenBit;
        int importance = Math.Max(header & NalHeader.ImportanceMask, nal[0] & NalHeader.ImportanceMask);
        _aggregate.Header[0] = (byte)(header & ~NalHeader.ImportanceMask | importance);
        _aggregate.Add(nal);
    }

    // RFC 6184 §5.8: the indicator has the unit's importance.
    private void AppendWholeOrCut(ReadOnlySpan<byte> nal)
    {
        if (nal.Length <= _maxPayload)
        {
            _result.Append(nal);
            return;
        }

        byte indicator = (byte)(nal[0] & (NalHeader.ForbiddenBit | NalHeader.ImportanceMask) | (int)NalUnitType.FuA);
        _result.AppendFragments([indicator], (byte)(nal[0] & NalHeader.TypeMask), nal[1..], _maxPayload);
    }
}
