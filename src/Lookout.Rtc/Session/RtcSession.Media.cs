using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

public sealed partial class RtcSession
{
    /// <summary>Bytes a packet of ours is longer than its payload at most: header, extension, SRTP tag.</summary>
    public const int MaxMediaOverhead = RtpHeader.FixedLength + 8 + 16;

    /// <summary>The next packet is this one of the stream, the first of a key frame.</summary>
    public void Start(SequenceNumber sequence)
    {
        _resends.Clear();
        _sender.Start(sequence);
    }

    /// <summary>
    /// The next packet is this one of the stream, the first of a past key frame of <paramref name="keyTimestamp"/>; what
    /// lies between it and <paramref name="liveTimestamp"/> is squeezed in front of the latter on the time axis.
    /// </summary>
    public void StartReplay(SequenceNumber sequence, uint keyTimestamp, uint liveTimestamp)
    {
        _resends.Clear();
        _sender.StartReplay(sequence, keyTimestamp, liveTimestamp);
    }

    /// <summary>
    /// Writes the SRTP packet of one packet of the stream and returns its length; 0 unless connected. Packets come in
    /// the order of the stream, each once, from the one given at the start on.
    /// </summary>
    /// <param name="buffer">Room for the payload and <see cref="MaxMediaOverhead"/>.</param>
    /// <param name="sequence">The packet's stream sequence number.</param>
    /// <param name="packet">The packet.</param>
    public int Write(Span<byte> buffer, SequenceNumber sequence, StoredPacket packet)
    {
        if (_state != SessionState.Connected) return 0;
        int length = Protect(buffer, sequence, packet);
        _sender.Sent(sequence, packet);
        Counters.PacketsSent++;
        return length;
    }

    /// <summary>Drains one packet asked for again: its stream sequence number, to be looked up and rewritten.</summary>
    public bool TryTakeResend(out SequenceNumber sequence) => _resends.TryTake(out sequence);

    /// <summary>Writes a packet once more, exactly as before. Returns its length, 0 unless connected.</summary>
    public int Rewrite(Span<byte> buffer, SequenceNumber sequence, StoredPacket packet)
    {
        if (_state != SessionState.Connected) return 0;
        Counters.PacketsResent++;
        return Protect(buffer, sequence, packet);
    }

    private int Protect(Span<byte> buffer, SequenceNumber sequence, StoredPacket packet)
    {
        int length = _outbound!.ProtectRtp(buffer, _sender.Write(buffer, sequence, packet));
        Counters.BytesSent += length;
        return length;
    }
}
