using System.Buffers.Binary;
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
    private readonly byte[] _nonce = new byte[NonceLength];
    private Salt _rtpSalt;
    private Salt _rtcpSalt;

    public AeadAesGcmTransform(SrtpSessionKeys rtp, SrtpSessionKeys rtcp, ISrtpCiphers ciphers)
    {
        _rtp = ciphers.CreateAesGcm(rtp.Encryption);
        _rtcp = ciphers.CreateAesGcm(rtcp.Encryption);
        _rtpSalt = new Salt(rtp.Salt);
        _rtcpSalt = new Salt(rtcp.Salt);
    }

    public int RtpOverhead => TagLength;

    public int RtcpOverhead => TagLength + Srtcp.IndexWordLength;

    public int RtcpIndexOffset(int packetLength) => packetLength - Srtcp.IndexWordLength;

    public void ProtectRtp(Span<byte> buffer, int headerLength, ReadOnlySpan<byte> payload, Ssrc ssrc, long index)
    {
        FillRtpNonce(ssrc, index);
        _rtp.Seal(_nonce, buffer[..headerLength], payload, buffer.Slice(headerLength, payload.Length), buffer.Slice(headerLength + payload.Length, TagLength));
    }

    public bool TryUnprotectRtp(Span<byte> packet, int headerLength, Ssrc ssrc, long index)
    {
        FillRtpNonce(ssrc, index);
        return _rtp.TryOpen(_nonce, packet[..headerLength], packet[headerLength..^TagLength], packet[^TagLength..]);
    }

    public void ProtectRtcp(Span<byte> buffer, int length, Ssrc ssrc, uint index)
    {
        FillRtcpNonce(ssrc, index);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[(length + TagLength)..], Srtcp.EncryptedFlag | index);

        Span<byte> aad = stackalloc byte[Srtcp.ClearLength + Srtcp.IndexWordLength];
        buffer[..Srtcp.ClearLength].CopyTo(aad);
        buffer.Slice(length + TagLength, Srtcp.IndexWordLength).CopyTo(aad[Srtcp.ClearLength..]);
        Span<byte> body = buffer[Srtcp.ClearLength..length];
        _rtcp.Seal(_nonce, aad, body, body, buffer.Slice(length, TagLength));
    }

    public bool TryUnprotectRtcp(Span<byte> packet, Ssrc ssrc, uint index)
    {
        FillRtcpNonce(ssrc, index);
        int end = RtcpIndexOffset(packet.Length);

        Span<byte> aad = stackalloc byte[Srtcp.ClearLength + Srtcp.IndexWordLength];
        packet[..Srtcp.ClearLength].CopyTo(aad);
        packet[end..].CopyTo(aad[Srtcp.ClearLength..]);
        int tag = end - TagLength;
        return _rtcp.TryOpen(_nonce, aad, packet[Srtcp.ClearLength..tag], packet[tag..end]);
    }

    // RFC 7714 §8.1: 00 00 | SSRC | ROC | SEQ, XOR salt.
    private void FillRtpNonce(Ssrc ssrc, long index) => _rtpSalt.Fill(_nonce, (ulong)ssrc.Value << 16 | (ulong)index >> 32, (uint)index);

    // RFC 7714 §9.1: 00 00 | SSRC | 00 00 | 0 and 31 bits of index, XOR salt.
    private void FillRtcpNonce(Ssrc ssrc, uint index) => _rtcpSalt.Fill(_nonce, (ulong)ssrc.Value << 16, index);

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        CryptographicOperations.ZeroMemory(_nonce);
        _rtpSalt = _rtcpSalt = default;
    }

    // In two numbers, so that a nonce is made in registers.
    private readonly record struct Salt(ulong High, uint Low)
    {
        public Salt(ReadOnlySpan<byte> bytes)
            : this(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[sizeof(ulong)..]))
        {
        }

        public void Fill(byte[] nonce, ulong high, uint low)
        {
            BinaryPrimitives.WriteUInt64BigEndian(nonce, high ^ High);
            BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(sizeof(ulong)), low ^ Low);
        }
    }
}
