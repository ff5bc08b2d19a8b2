using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Srtp;

/// <summary>
/// AEAD_AES_128_GCM (RFC 7714). The tag follows the ciphertext; in SRTCP the word with E flag and index comes last.
/// </summary>
internal sealed class AeadAesGcmTransform : ISrtpTransform
{
    public const int TagLength = 16;
    private const int NonceLength = 12;

    private readonly IAeadCipher _rtp;
    private readonly IAeadCipher _rtcp;
    private readonly byte[] _rtpSalt;
    private readonly byte[] _rtcpSalt;

    public AeadAesGcmTransform(SrtpSessionKeys rtp, SrtpSessionKeys rtcp, ISrtpCiphers ciphers)
    {
        _rtp = ciphers.CreateAesGcm(rtp.Encryption);
        _rtcp = ciphers.CreateAesGcm(rtcp.Encryption);
        _rtpSalt = rtp.Salt.ToArray();
        _rtcpSalt = rtcp.Salt.ToArray();
    }

    public int RtpOverhead => TagLength;

    public int RtcpOverhead => TagLength + Srtcp.IndexWordLength;

    public int RtcpIndexOffset(int packetLength) => packetLength - Srtcp.IndexWordLength;

    public void ProtectRtp(Span<byte> buffer, int headerLength, int length, Ssrc ssrc, long index)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        FillRtpNonce(nonce, ssrc, index);
        _rtp.Seal(nonce, buffer[..headerLength], buffer[headerLength..length], buffer.Slice(length, TagLength));
    }

    public bool TryUnprotectRtp(Span<byte> packet, int headerLength, Ssrc ssrc, long index)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        FillRtpNonce(nonce, ssrc, index);
        return _rtp.TryOpen(nonce, packet[..headerLength], packet[headerLength..^TagLength], packet[^TagLength..]);
    }

    public void ProtectRtcp(Span<byte> buffer, int length, Ssrc ssrc, uint index)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        FillRtcpNonce(nonce, ssrc, index);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[(length + TagLength)..], Srtcp.EncryptedFlag | index);

        Span<byte> aad = stackalloc byte[Srtcp.ClearLength + Srtcp.IndexWordLength];
        buffer[..Srtcp.ClearLength].CopyTo(aad);
        buffer.Slice(length + TagLength, Srtcp.IndexWordLength).CopyTo(aad[Srtcp.ClearLength..]);
        _rtcp.Seal(nonce, aad, buffer[Srtcp.ClearLength..length], buffer.Slice(length, TagLength));
    }

    public bool TryUnprotectRtcp(Span<byte> packet, Ssrc ssrc, uint index)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        FillRtcpNonce(nonce, ssrc, index);
        int end = RtcpIndexOffset(packet.Length);

        Span<byte> aad = stackalloc byte[Srtcp.ClearLength + Srtcp.IndexWordLength];
        packet[..Srtcp.ClearLength].CopyTo(aad);
        packet[end..].CopyTo(aad[Srtcp.ClearLength..]);
        int tag = end - TagLength;
        return _rtcp.TryOpen(nonce, aad, packet[Srtcp.ClearLength..tag], packet[tag..end]);
    }

    // RFC 7714 §8.1: 00 00 | SSRC | ROC | SEQ, XOR salt.
    private void FillRtpNonce(Span<byte> nonce, Ssrc ssrc, long index)
    {
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], index);
        BinaryPrimitives.WriteUInt16BigEndian(nonce, 0);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], ssrc.Value);
        Xor(nonce, _rtpSalt);
    }

    // RFC 7714 §9.1: 00 00 | SSRC | 00 00 | 0 and 31 bits of index, XOR salt.
    private void FillRtcpNonce(Span<byte> nonce, Ssrc ssrc, uint index)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], ssrc.Value);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], index);
        Xor(nonce, _rtcpSalt);
    }

    private static void Xor(Span<byte> nonce, ReadOnlySpan<byte> salt)
    {
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(nonce);
        ReadOnlySpan<uint> salts = MemoryMarshal.Cast<byte, uint>(salt);
        for (int i = 0; i < words.Length; i++) words[i] ^= salts[i];
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        CryptographicOperations.ZeroMemory(_rtpSalt);
        CryptographicOperations.ZeroMemory(_rtcpSalt);
    }
}
