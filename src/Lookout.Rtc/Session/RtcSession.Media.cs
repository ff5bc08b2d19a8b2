using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>Media to the viewer: each packet once, those asked for again, and padding.</summary>
public sealed partial class RtcSession
{
    /// <summary>Bytes a packet of ours is longer than its payload at most: header, extensions, the original number of a repair, SRTP tag.</summary>
    public const int MaxMediaOverhead = RtpHeader.FixedLength + OutgoingExtensions.MaxLength + RtxSender.OriginalSequenceLength + MaxTag;

    private const int MaxTag = 16;

    // How far back padding looks for a packet of the wanted size: what left just now may help, what is old will not.
    private const int PaddingCandidates = 16;

    /// <summary>
    /// The next packet is this one of that stream, the first of a key frame. What was sent before can still be asked for
    /// again until the next start but one, unless <paramref name="forgets"/>: then what is missing of it is not worth the
    /// path any more.
    /// </summary>
    public void Start(PacketHistory history, SequenceNumber first, bool forgets = false) => _video.Media.Start(history, first, forgets);

    /// <summary>
    /// The next packet is this one of that stream, the first of a past key frame of <paramref name="keyTimestamp"/>; what
    /// lies between it and <paramref name="liveTimestamp"/> is squeezed in front of the latter on the time axis.
    /// </summary>
    public void StartReplay(PacketHistory history, SequenceNumber first, uint keyTimestamp, uint liveTimestamp, bool forgets = false) =>
        _video.Media.StartReplay(history, first, keyTimestamp, liveTimestamp, forgets);

    /// <summary>
    /// Writes the SRTP packet of one packet of the stream and returns its length; 0 unless connected. Packets come in
    /// the order of the stream, each once, from the one given at the start on.
    /// </summary>
    /// <param name="now">When it leaves.</param>
    /// <param name="buffer">Room for the payload and <see cref="MaxMediaOverhead"/>.</param>
    /// <param name="sequence">The packet's stream sequence number.</param>
    /// <param name="packet">The packet.</param>
    public int Write(TimeSpan now, Span<byte> buffer, SequenceNumber sequence, in StoredPacket packet)
    {
        if (_state != SessionState.Connected) return 0;
        int header = _video.Media.WriteHeader(buffer, sequence, packet, _extensions.Elements);
        Counters.PacketsSent++;
        return Protect(now, buffer, header, packet);
    }

    /// <summary>
    /// Drains one packet asked for again: on the repair stream where there is one, else exactly as it was. False when none
    /// waits, or unless connected.
    /// </summary>
    /// <param name="now">When it leaves.</param>
    /// <param name="buffer">Room for the longest payload and <see cref="MaxMediaOverhead"/>.</param>
    /// <param name="length">Of the SRTP packet.</param>
    public bool TryTakeResend(TimeSpan now, Span<byte> buffer, out int length)
    {
        length = 0;
        if (_state != SessionState.Connected) return false;
        foreach (OutgoingTrack track in _tracks)
        {
            while (track.Resends.TryTake(now, out SequenceNumber missing))
            {
                if (!track.Media.TryFind(missing, out RtpHeader header, out StoredPacket packet))
                {
                    Counters.NacksIgnored++;
                    continue;
                }

                Counters.PacketsResent++;
                length = track.Repair is { } repair ? Repair(now, buffer, repair, header, packet) : Repeat(now, buffer, header, packet);
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Writes a packet that only loads the path: a recent one once more on the repair stream, or padding. Returns its
    /// length, near <paramref name="bytes"/> if that is a packet's; 0 when there is no repair stream, nothing was sent yet,
    /// or unless connected.
    /// </summary>
    /// <param name="now">When it leaves.</param>
    /// <param name="buffer">Room for the longest payload and <see cref="MaxMediaOverhead"/>.</param>
    /// <param name="bytes">How long the SRTP packet should be.</param>
    /// <param name="probeCluster">The probe it belongs to, or 0.</param>
    public int WritePadding(TimeSpan now, Span<byte> buffer, int bytes, int probeCluster)
    {
        if (_state != SessionState.Connected || _video.Repair is not { } repair) return 0;
        if (!_video.Media.TryFind(_video.Media.Next.Plus(-1), out RtpHeader newest, out _)) return 0;
        Counters.PacketsPadding++;
        int room = bytes - RtpHeader.FixedLength - _extensions.Length - _outbound!.RtpOverhead;
        if (TryFindFor(room - RtxSender.OriginalSequenceLength, out RtpHeader header, out StoredPacket packet))
            return Write(now, buffer, repair, header, packet, probeCluster);

        int length = repair.WritePadding(buffer, Math.Clamp(room, 1, RtxSender.MaxPadding), newest.Timestamp, _extensions.Elements);
        return Protect(now, buffer, length, newest.Timestamp, probeCluster);
    }

    // The longest of the newest packets that fits, unless padding comes nearer.
    private bool TryFindFor(int room, out RtpHeader header, out StoredPacket packet)
    {
        header = default;
        packet = default;
        for (int i = 1; i <= PaddingCandidates; i++)
        {
            if (!_video.Media.TryFind(_video.Media.Next.Plus(-i), out RtpHeader next, out StoredPacket candidate)) break;
            if (candidate.Payload.Length > room || candidate.Payload.Length <= packet.Payload.Length) continue;
            header = next;
            packet = candidate;
        }

        return packet.Payload.Length > Math.Clamp(room, 0, RtxSender.MaxPadding) / 2;
    }

    private int Repair(TimeSpan now, Span<byte> buffer, RtxSender repair, in RtpHeader header, in StoredPacket packet)
    {
        Counters.PacketsRepaired++;
        return Write(now, buffer, repair, header, packet, probeCluster: 0);
    }

    private int Write(TimeSpan now, Span<byte> buffer, RtxSender repair, in RtpHeader header, in StoredPacket packet, int probeCluster) =>
        Protect(now, buffer, repair.Write(buffer, header, packet, _extensions.Elements), packet.Timestamp, probeCluster);

    // The same bytes under the same index: without a repair stream no element changes from sending to sending.
    private int Repeat(TimeSpan now, Span<byte> buffer, in RtpHeader header, in StoredPacket packet) =>
        Protect(now, buffer, header.Write(buffer, _extensions.Elements), packet);

    // A packet whose payload is read where the stream keeps it.
    private int Protect(TimeSpan now, Span<byte> buffer, int headerLength, in StoredPacket packet)
    {
        ushort number = Stamp(buffer, packet.Timestamp);
        return Count(now, _outbound!.ProtectRtp(buffer, headerLength, packet.Payload), number, probeCluster: 0);
    }

    private int Protect(TimeSpan now, Span<byte> buffer, int plain, uint timestamp, int probeCluster)
    {
        ushort number = Stamp(buffer, timestamp);
        return Count(now, _outbound!.ProtectRtp(buffer, plain), number, probeCluster);
    }

    private ushort Stamp(Span<byte> packet, uint timestamp)
    {
        ushort number = _options.RateFeedback == RateFeedback.TransportWide ? Bandwidth!.NextSequence() : (ushort)0;
        _extensions.Fill(packet, number, _options.Extensions.CaptureTime == 0 ? 0 : _clock.NtpTimeAt(timestamp));
        return number;
    }

    private int Count(TimeSpan now, int length, ushort number, int probeCluster)
    {
        if (_options.RateFeedback == RateFeedback.TransportWide) Bandwidth!.Sent(now, number, length, probeCluster);
        Counters.BytesSent += length;
        return length;
    }
}
