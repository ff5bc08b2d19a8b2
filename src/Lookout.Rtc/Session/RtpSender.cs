using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>
/// Turns packets of shared streams into packets of one viewer: own SSRC and payload type, sequence numbers that run on
/// without a gap over what the viewer does not get, timestamps of the stream.
/// </summary>
/// <remarks>
/// The viewer follows one stream at a time, in <see cref="Run"/>s; the one before is kept, so that what was lost around a
/// switch can still be asked for.
/// </remarks>
internal sealed class RtpSender
{
    private readonly RtcSource _stream;
    private Run? _current;
    private Run? _previous;
    private long _next;
    private uint _lastTimestamp;

    public RtpSender(RtcSource stream)
    {
        _stream = stream;
        _next = stream.First.Value;
    }

    /// <summary>The viewer's sequence number the next new packet gets.</summary>
    public SequenceNumber Next => SequenceNumber.FromIndex(_next);

    public uint PacketCount { get; private set; }

    public uint OctetCount { get; private set; }

    /// <summary>
    /// The next packet to send is this one of that stream, a key frame's first. Unless <paramref name="forgets"/>, what was
    /// sent before can still be found until the next start but one.
    /// </summary>
    public void Start(PacketHistory history, SequenceNumber first, bool forgets = false)
    {
        // A run of which nothing was sent leaves no gap: the one before it still ends where the next begins.
        if (forgets) _previous = null;
        else if (_current is { } current && current.First < _next) _previous = current;
        _current = new Run(history, _next, history.IndexOf(first) - _next);
    }

    /// <summary>
    /// The same for a past key frame: what the stream sent from <paramref name="keyTimestamp"/> to
    /// <paramref name="liveTimestamp"/> gets timestamps that end there and lie close together, so that the receiver
    /// decodes it at once and shows the newest picture. None is older than what the viewer has been sent.
    /// </summary>
    public void StartReplay(PacketHistory history, SequenceNumber first, uint keyTimestamp, uint liveTimestamp, bool forgets = false)
    {
        Start(history, first, forgets);
        int room = PacketCount > 0 ? (int)(liveTimestamp - _lastTimestamp) - 1 : int.MaxValue;
        _current = _current!.Value.Squeezed(keyTimestamp, liveTimestamp, room);
    }

    /// <summary>Writes the header of the stream's next packet as this viewer's and returns its length; the payload is the stream's.</summary>
    public int WriteHeader(Span<byte> buffer, SequenceNumber sequence, in StoredPacket packet, ReadOnlySpan<byte> elements)
    {
        Run run = _current!.Value;
        long index = run.History.IndexOf(sequence) - run.Shift;
        // An index used twice would be a nonce used twice.
        if (index != _next) throw new InvalidOperationException("The packets of a run come in order, each once.");
        uint timestamp = run.Timestamp(packet.Timestamp);
        _next = index + 1;
        _lastTimestamp = timestamp;
        PacketCount++;
        OctetCount += (uint)packet.Payload.Length;
        return RtpHeader.Write(buffer, packet.Marker, _stream.PayloadType, SequenceNumber.FromIndex(index), timestamp, _stream.Ssrc, elements);
    }

    /// <summary>
    /// Finds what this viewer was sent under that sequence number: its header and the stream's packet. False for a packet
    /// not sent, sent before the previous run, or no longer kept.
    /// </summary>
    public bool TryFind(SequenceNumber viewers, out RtpHeader header, out StoredPacket packet)
    {
        header = default;
        packet = default;
        long index = viewers.ExtendNear(_next);
        if (index >= _next || RunOf(index) is not { } run || !run.History.TryGet(index + run.Shift, out packet)) return false;
        header = Header(index, run, packet);
        return true;
    }

    private Run? RunOf(long index)
    {
        if (_current is { } current && index >= current.First) return current;
        return _previous is { } previous && index >= previous.First ? previous : null;
    }

    private RtpHeader Header(long index, in Run run, in StoredPacket packet) => new()
    {
        Marker = packet.Marker,
        PayloadType = _stream.PayloadType,
        SequenceNumber = SequenceNumber.FromIndex(index),
        Timestamp = run.Timestamp(packet.Timestamp),
        Ssrc = _stream.Ssrc,
    };
}
