namespace Lookout.Rtc.Rtp;

/// <summary>
/// The header extension elements of the packets to one viewer: every negotiated one on every packet, so that all headers
/// are of one length and the packets of a frame can leave as one GSO message.
/// </summary>
internal sealed class OutgoingExtensions
{
    /// <summary>Most bytes they take in a packet: extension header and elements, in whole words.</summary>
    public const int MaxLength = RtpHeader.ExtensionHeaderLength + (AllElements + 3) / 4 * 4;

    private const int AllElements =
        TransportSequence.ElementLength + PlayoutDelay.ElementLength + AbsoluteCaptureTime.ElementLength + VideoOrientation.ElementLength;

    private readonly HeaderExtensionIds _ids;
    private readonly byte[] _elements = new byte[AllElements];
    private readonly int _transportSequenceAt;
    private readonly int _captureTimeAt;
    private readonly int _length;

    public OutgoingExtensions(HeaderExtensionIds ids)
    {
        _ids = ids;
        // 0/0: render on arrival.
        if (ids.PlayoutDelay != 0) _length += default(PlayoutDelay).Write(_elements.AsSpan(_length), ids.PlayoutDelay);
        if (ids.VideoOrientation != 0) _length += default(VideoOrientation).Write(_elements.AsSpan(_length), ids.VideoOrientation);
        _transportSequenceAt = _length;
        if (ids.TransportSequence != 0) _length += TransportSequence.ElementLength;
        _captureTimeAt = _length;
        if (ids.CaptureTime != 0) _length += AbsoluteCaptureTime.ElementLength;
    }

    /// <summary>Bytes they take in a packet: extension header and elements, in whole words; 0 without any.</summary>
    public int Length => _length == 0 ? 0 : RtpHeader.ExtensionHeaderLength + (_length + 3) / 4 * 4;

    /// <summary>The elements as all packets have them; what changes from packet to packet is left open.</summary>
    public ReadOnlySpan<byte> Elements => _elements.AsSpan(0, _length);

    /// <summary>
    /// Fills in what changes, in a packet whose header was written with <see cref="Elements"/>: there and not before, for what was
    /// written just now is slow to be copied. What is not negotiated is not looked at.
    /// </summary>
    public void Fill(Span<byte> packet, ushort transportSequence, ulong captureTime)
    {
        Span<byte> elements = packet[(RtpHeader.FixedLength + RtpHeader.ExtensionHeaderLength)..];
        if (_ids.TransportSequence != 0) TransportSequence.Write(elements[_transportSequenceAt..], _ids.TransportSequence, transportSequence);
        if (_ids.CaptureTime != 0) AbsoluteCaptureTime.Write(elements[_captureTimeAt..], _ids.CaptureTime, captureTime);
    }
}
