using System.Buffers.Binary;
using System.Security.Cryptography;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Srtp;

/// <summary>
/// AES_CM_128_HMAC_SHA1_80 (RFC 3711 §4.1.1, §4.2.1). A ten-byte tag comes last; SRTP's covers the ROC too.
/// </summary>
internal sealed class CounterModeTransform : ISrtpTransform
{
    private const int TagLength = 10;
    private const int RocShift = 16;

    private readonly AesCounterMode _rtpCipher;
    private readonly AesCounterMode _rtcpCipher;
    private readonly IncrementalHash _rtpHmac;
    private readonly IncrementalHash _rtcpHmac;

    public CounterModeTransform(SrtpSessionKeys rtp, SrtpSessionKeys rtcp)
    {
        _rtpCipher = new AesCounterMode(rtp.Encryption, rtp.Salt);
        _rtcpCipher = new AesCounterMode(rtcp.Encryption, rtcp.Salt);
        _rtpHmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, rtp.Authentication);
        _rtcpHmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, rtcp.Authentication);
    }

    public int RtpOverhead => TagLength;

    public int RtcpOverhead => Srtcp.IndexWordLength + TagLength;

    public int RtcpIndexOffset(int packetLength) => packetLength - RtcpOverhead;

    public void ProtectRtp(Span<byte> buffer, int headerLength, ReadOnlySpan<byte> payload, Ssrc ssrc, long index)
    {
        int length = headerLength + payload.Length;
        payload.CopyTo(buffer[headerLength..]);
        _rtpCipher.Apply(buffer[headerLength..length], ssrc, index);
        Span<byte> tag = stackalloc byte[SHA1.HashSizeInBytes];
        FillRtpTag(tag, buffer[..length], index);
        tag[..TagLength].CopyTo(buffer[length..]);
    }

    public bool TryUnprotectRtp(Span<byte> packet, int headerLength, Ssrc ssrc, long index)
    {
        Span<byte> tag = stackalloc byte[SHA1.HashSizeInBytes];
        FillRtpTag(tag, packet[..^TagLength], index);
        if (!CryptographicOperations.FixedTimeEquals(tag[..TagLength], packet[^TagLength..])) return false;
        _rtpCipher.Apply(packet[headerLength..^TagLength], ssrc, index);
        return true;
    }

    public void ProtectRtcp(Span<byte> buffer, int length, Ssrc ssrc, uint index)
    {
        _rtcpCipher.Apply(buffer[Srtcp.ClearLength..length], ssrc, index);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], Srtcp.EncryptedFlag | index);
        int end = length + Srtcp.IndexWordLength;
        Span<byte> tag = stackalloc byte[SHA1.HashSizeInBytes];
        FillRtcpTag(tag, buffer[..end]);
        tag[..TagLength].CopyTo(buffer[end..]);
    }

    public bool TryUnprotectRtcp(Span<byte> packet, Ssrc ssrc, uint index)
    {
        Span<byte> tag = stackalloc byte[SHA1.HashSizeInBytes];
        FillRtcpTag(tag, packet[..^TagLength]);
        if (!CryptographicOperations.FixedTimeEquals(tag[..TagLength], packet[^TagLength..])) return false;
        _rtcpCipher.Apply(packet[Srtcp.ClearLength..RtcpIndexOffset(packet.Length)], ssrc, index);
        return true;
    }

    // RFC 3711 §4.2: the authenticated portion is the packet followed by the ROC, which is not on the wire.
    private void FillRtpTag(Span<byte> tag, ReadOnlySpan<byte> packet, long index)
    {
        Span<byte> roc = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(roc, (uint)(index >> RocShift));
        _rtpHmac.AppendData(packet);
        _rtpHmac.AppendData(roc);
        _rtpHmac.GetHashAndReset(tag);
    }

    private void FillRtcpTag(Span<byte> tag, ReadOnlySpan<byte> packet)
    {
        _rtcpHmac.AppendData(packet);
        _rtcpHmac.GetHashAndReset(tag);
    }

    public void Dispose()
    {
        _rtpCipher.Dispose();
        _rtcpCipher.Dispose();
        _rtpHmac.Dispose();
        _rtcpHmac.Dispose();
    }
}
