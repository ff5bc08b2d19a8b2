using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Srtp;

/// <summary>
/// SRTP and SRTCP (RFC 3711, RFC 7714) of one direction under one master key: protects what is sent with it, or
/// unprotects what was received. Works in place and allocates nothing a packet once an SSRC is known.
/// </summary>
/// <remarks>
/// One owner thread. Whoever creates a context disposes it, which clears the keys. State is kept per SSRC; an SSRC is
/// remembered only after a packet of it proved authentic, and at most <see cref="MaxStreams"/> are.
/// </remarks>
public sealed class SrtpContext : IDisposable
{
    /// <summary>SSRCs a context keeps state for; packets of further ones are refused.</summary>
    public const int MaxStreams = 64;

    private readonly ISrtpTransform _transform;
    private readonly Dictionary<uint, SrtpStream> _streams = [];
    private SrtpStream _spare = new();
    private (uint Ssrc, SrtpStream? Stream) _newest;

    internal SrtpContext(ISrtpTransform transform) => _transform = transform;

    /// <summary>Makes the context of one direction from its master key and salt (see <see cref="SrtpKeys"/>).</summary>
    /// <exception cref="ArgumentException">The profile is unknown or a key has the wrong length.</exception>
    public static SrtpContext Create(
        SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, ISrtpCiphers ciphers)
    {
        if (masterKey.Length != SrtpKeys.KeyLength || masterSalt.Length != SrtpKeys.SaltLength(profile))
            throw new ArgumentException($"{profile} takes a key of {SrtpKeys.KeyLength} bytes and a salt of {SrtpKeys.SaltLength(profile)}.");
        using var rtp = SrtpSessionKeys.Derive(SrtpProtocol.Rtp, masterKey, masterSalt);
        using var rtcp = SrtpSessionKeys.Derive(SrtpProtocol.Rtcp, masterKey, masterSalt);
        return new SrtpContext(profile switch
        {
            SrtpProfile.AeadAes128Gcm => new AeadAesGcmTransform(rtp, rtcp, ciphers),
            SrtpProfile.Aes128CmHmacSha1Tag80 => new CounterModeTransform(rtp, rtcp),
            _ => throw new ArgumentException($"No SRTP transform for profile {profile}.", nameof(profile)),
        });
    }

    /// <summary>Bytes an RTP packet grows by.</summary>
    public int RtpOverhead => _transform.RtpOverhead;

    /// <summary>Bytes any packet, RTP or RTCP, grows by at most.</summary>
    public int MaxOverhead => Math.Max(_transform.RtpOverhead, _transform.RtcpOverhead);

    /// <summary>
    /// Protects the RTP packet in the first <paramref name="length"/> bytes and returns its new length. Behind it the
    /// buffer has room for <see cref="RtpOverhead"/> bytes.
    /// </summary>
    /// <remarks>
    /// A packet sent again gets the index it had, found from the highest one sent. It must then be byte for byte the
    /// packet sent before: another header or payload under the same nonce would break AES-GCM.
    /// </remarks>
    /// <exception cref="ArgumentException">This is not an RTP packet, or one SSRC too many.</exception>
    public int ProtectRtp(Span<byte> buffer, int length)
    {
        if (!RtpHeader.TryParseAuthenticated(buffer[..length], out RtpHeader header)) throw new ArgumentException("Not an RTP packet.", nameof(buffer));
        return Protect(buffer, header.PayloadOffset, buffer[header.PayloadOffset..length], header.SequenceNumber, header.Ssrc);
    }

    /// <summary>
    /// The same for a payload that lies elsewhere, which saves copying it: <paramref name="buffer"/> begins with
    /// <paramref name="headerLength"/> bytes of header, and has room for payload and overhead behind.
    /// </summary>
    /// <exception cref="ArgumentException">This is not an RTP header, or one SSRC too many.</exception>
    public int ProtectRtp(Span<byte> buffer, int headerLength, ReadOnlySpan<byte> payload)
    {
        if (headerLength < RtpHeader.FixedLength || buffer[0] >> 6 != RtpHeader.Version) throw new ArgumentException("Not an RTP header.", nameof(buffer));
        return Protect(buffer, headerLength, payload, RtpHeader.SequenceOf(buffer), RtpHeader.SsrcOf(buffer));
    }

    /// <summary>
    /// Checks and decrypts an RTP packet in place. False, and no state changed, when it is malformed, replayed, too
    /// old, forged, or of one SSRC too many; its content is then undefined.
    /// </summary>
    public bool TryUnprotectRtp(Span<byte> packet, out int length)
    {
        length = 0;
        if (!RtpHeader.TryParseAuthenticated(packet, out RtpHeader header)) return false;
        if (header.PayloadLength < _transform.RtpOverhead) return false;
        if (!TryFindStream(header.Ssrc, out SrtpStream stream)) return false;

        long index = stream.RtpReplay.IsEmpty
            ? header.SequenceNumber.Value
            : header.SequenceNumber.ExtendNear(stream.RtpReplay.Highest);
        if (!stream.RtpReplay.Accepts(index)) return false;
        if (!_transform.TryUnprotectRtp(packet, header.PayloadOffset, header.Ssrc, index)) return false;

        stream.RtpReplay.Commit(index);
        Remember(header.Ssrc, stream);
        length = packet.Length - _transform.RtpOverhead;
        return true;
    }

    /// <summary>
    /// Protects the compound RTCP packet in the first <paramref name="length"/> bytes and returns its new length.
    /// Behind it the buffer has room for <see cref="MaxOverhead"/> bytes.
    /// </summary>
    /// <exception cref="ArgumentException">This is shorter than an RTCP header, or one SSRC too many.</exception>
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        if (length < Srtcp.ClearLength) throw new ArgumentException("Not an RTCP packet.", nameof(length));
        var ssrc = new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(buffer[Srtcp.SsrcOffset..]));
        SrtpStream stream = SendingStream(ssrc);
        uint index = stream.NextRtcpIndex;
        stream.NextRtcpIndex = index + 1 & Srtcp.IndexMask;
        _transform.ProtectRtcp(buffer, length, ssrc, index);
        return length + _transform.RtcpOverhead;
    }

    /// <summary>Checks and decrypts a compound RTCP packet in place; false as in <see cref="TryUnprotectRtp"/>.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        if (packet.Length < Srtcp.ClearLength + _transform.RtcpOverhead) return false;
        var ssrc = new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(packet[Srtcp.SsrcOffset..]));
        uint word = BinaryPrimitives.ReadUInt32BigEndian(packet[_transform.RtcpIndexOffset(packet.Length)..]);
        uint index = word & Srtcp.IndexMask;

        // SRTCP allows packets that are authentic but not encrypted; WebRTC does not (RFC 8827 §6.5).
        if ((word & Srtcp.EncryptedFlag) == 0) return false;
        if (!TryFindStream(ssrc, out SrtpStream stream)) return false;

        if (!stream.RtcpReplay.Accepts(index)) return false;
        if (!_transform.TryUnprotectRtcp(packet, ssrc, index)) return false;

        stream.RtcpReplay.Commit(index);
        Remember(ssrc, stream);
        length = packet.Length - _transform.RtcpOverhead;
        return true;
    }

    private int Protect(Span<byte> buffer, int headerLength, ReadOnlySpan<byte> payload, SequenceNumber sequence, Ssrc ssrc)
    {
        SrtpStream stream = SendingStream(ssrc);

        // The first packet starts with ROC 0 whatever its number (RFC 3711 §3.3.1).
        long index = stream.HighestSent < 0 ? sequence.Value : sequence.ExtendNear(stream.HighestSent);
        if (index < 0) throw new ArgumentException("The packet precedes the first one sent.", nameof(sequence));
        stream.HighestSent = Math.Max(stream.HighestSent, index);
        _transform.ProtectRtp(buffer, headerLength, payload, ssrc, index);
        return headerLength + payload.Length + _transform.RtpOverhead;
    }

    private SrtpStream SendingStream(Ssrc ssrc)
    {
        if (!TryFindStream(ssrc, out SrtpStream stream)) throw new ArgumentException("More SSRCs than a context keeps.");
        Remember(ssrc, stream);
        return stream;
    }

    // An unknown SSRC borrows the spare stream, which is blank, since only authentic packets change state.
    private bool TryFindStream(Ssrc ssrc, out SrtpStream stream)
    {
        // Nearly every packet is of the stream of the one before.
        if (_newest.Stream is { } newest && _newest.Ssrc == ssrc.Value)
        {
            stream = newest;
            return true;
        }

        if (_streams.TryGetValue(ssrc.Value, out SrtpStream? known))
        {
            stream = known;
            _newest = (ssrc.Value, known);
            return true;
        }

        stream = _spare;
        return _streams.Count < MaxStreams;
    }

    private void Remember(Ssrc ssrc, SrtpStream stream)
    {
        if (stream != _spare) return;
        _streams.Add(ssrc.Value, stream);
        _spare = new SrtpStream();
    }

    public void Dispose() => _transform.Dispose();
}
