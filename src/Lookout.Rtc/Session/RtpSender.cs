using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>
/// Turns packets of a shared stream into packets of one viewer: own SSRC and payload type, sequence numbers that run
/// on without a gap over what the viewer does not get, timestamps of the stream.
/// </summary>
/// <remarks>
/// The viewer's sequence number is the stream's plus an offset that changes with each <see cref="Start"/>. A packet
/// sent again must be the packet sent before, byte for byte, since it gets the same SRTP index; therefore only packets
/// since the last start can be sent again.
/// </remarks>
internal sealed class RtpSender
{
    // A replayed picture group is squeezed on the time axis: 30 frames a second become about one a millisecond.
    private const int ReplaySpeed = 32;

    private readonly Ssrc _ssrc;
    private readonly byte _payloadType;
    private readonly byte[] _extension;
    private SequenceNumber _first;
    private int _offset;
    private uint _liveTimestamp;
    private int _replaySpan;
    private int _replayRoom;
    private uint _lastTimestamp;

    public RtpSender(Ssrc ssrc, byte payloadType, SequenceNumber first, int playoutDelayId)
    {
        _ssrc = ssrc;
        _payloadType = payloadType;
        _first = first;
        Next = first;
        _extension = playoutDelayId == 0 ? [] : new byte[PlayoutDelay.ElementLength];
        // 0/0: render on arrival. On every packet, so that all headers are of one length.
        if (playoutDelayId != 0) default(PlayoutDelay).Write(_extension, playoutDelayId);
    }

    /// <summary>The viewer's sequence number the next new packet gets.</summary>
    public SequenceNumber Next { get; private set; }

    public uint PacketCount { get; private set; }

    public uint OctetCount { get; private set; }

    /// <summary>The next packet to send is the stream's <paramref name="sequence"/>, a key frame's first.</summary>
    public void Start(SequenceNumber sequence)
    {
        _offset = Next.Value - sequence.Value;
        _first = Next;
        _replaySpan = 0;
    }

    /// <summary>
    /// The same for a past key frame: what the stream sent from <paramref name="keyTimestamp"/> to
    /// <paramref name="liveTimestamp"/> gets timestamps that end there and lie close together, so that the receiver
    /// decodes it at once and shows the newest picture. None is older than what the viewer has been sent.
    /// </summary>
    public void StartReplay(SequenceNumber sequence, uint keyTimestamp, uint liveTimestamp)
    {
        Start(sequence);
        _liveTimestamp = liveTimestamp;
        _replaySpan = (int)(liveTimestamp - keyTimestamp);
        _replayRoom = _replaySpan / ReplaySpeed;
        if (PacketCount > 0) _replayRoom = Math.Clamp((int)(liveTimestamp - _lastTimestamp) - 1, 0, _replayRoom);
    }

    /// <summary>Writes a packet of the stream as this viewer's and returns its length.</summary>
    public int Write(Span<byte> buffer, SequenceNumber sequence, StoredPacket packet)
    {
        var header = new RtpHeader
        {
            Marker = packet.Marker,
            PayloadType = _payloadType,
            SequenceNumber = sequence.Plus(_offset),
            Timestamp = Timestamp(packet.Timestamp),
            Ssrc = _ssrc,
        };
        int length = header.Write(buffer, _extension);
        packet.Payload.CopyTo(buffer[length..]);
        return length + packet.Payload.Length;
    }

    /// <summary>Counts a packet that is sent for the first time.</summary>
    public void Sent(SequenceNumber sequence, StoredPacket packet)
    {
        Next = sequence.Plus(_offset).Next;
        PacketCount++;
        OctetCount += (uint)packet.Payload.Length;
        _lastTimestamp = Timestamp(packet.Timestamp);
    }

    /// <summary>
    /// Finds the stream's sequence number of a packet this viewer was sent. False for one not sent since the last start.
    /// </summary>
    public bool TryMap(SequenceNumber viewers, out SequenceNumber streams)
    {
        streams = viewers.Plus(-_offset);
        int age = Next.StepsAfter(viewers);
        return age >= 1 && age <= Next.StepsAfter(_first);
    }

    private uint Timestamp(uint stream)
    {
        if (_replaySpan <= 0) return stream;
        int before = (int)(_liveTimestamp - stream);
        return before <= 0 ? stream : _liveTimestamp - (uint)((long)before * _replayRoom / _replaySpan);
    }
}
