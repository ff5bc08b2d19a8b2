using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Srtp;

/// <summary>
/// How one profile turns plaintext into ciphertext in place, given the packet index. Holds keys, never state of a
/// stream. Two implementations: <see cref="AeadAesGcmTransform"/> and <see cref="CounterModeTransform"/>.
/// </summary>
internal interface ISrtpTransform : IDisposable
{
    /// <summary>Bytes an SRTP packet grows by.</summary>
    int RtpOverhead { get; }

    /// <summary>Bytes an SRTCP packet grows by: the tag and the word with E flag and index.</summary>
    int RtcpOverhead { get; }

    /// <summary>Where in a protected compound packet the word with E flag and index lies.</summary>
    int RtcpIndexOffset(int packetLength);

    /// <summary>
    /// Writes the protected payload behind the header that <paramref name="buffer"/> begins with, and the overhead behind that.
    /// The payload lies elsewhere or already there. The header stays in the clear; the index is the 48-bit 2^16 * ROC + SEQ.
    /// </summary>
    void ProtectRtp(Span<byte> buffer, int headerLength, ReadOnlySpan<byte> payload, Ssrc ssrc, long index);

    /// <summary>False when the packet is not authentic. The packet has at least header and overhead.</summary>
    bool TryUnprotectRtp(Span<byte> packet, int headerLength, Ssrc ssrc, long index);

    /// <summary>Protects a compound of <paramref name="length"/> bytes under a 31-bit SRTCP index.</summary>
    void ProtectRtcp(Span<byte> buffer, int length, Ssrc ssrc, uint index);

    /// <summary>False when the packet is not authentic. The packet has at least a header and the overhead.</summary>
    bool TryUnprotectRtcp(Span<byte> packet, Ssrc ssrc, uint index);
}

/// <summary>Places in an SRTCP packet that both profiles agree on (RFC 3711 §3.4).</summary>
internal static class Srtcp
{
    /// <summary>Header and sender SSRC of the first packet stay in the clear.</summary>
    public const int ClearLength = 8;

    public const int SsrcOffset = 4;

    public const int IndexWordLength = 4;

    /// <summary>The E flag: the packet is encrypted.</summary>
    public const uint EncryptedFlag = 0x8000_0000;

    public const uint IndexMask = 0x7FFF_FFFF;
}
