using System.Buffers.Binary;
using Lookout.Rtc.Dtls;

namespace Lookout.CameraService.Dtls;

/// <summary>
/// Takes out of received datagrams what the library (BouncyCastle 2.7.0) would fall over; the rest of a datagram passes.
/// A client sends its flight again, so that nothing honest is lost for good.
/// </summary>
/// <remarks>
/// <code>
/// record (RFC 6347 §4.1):     type (1)  version (2)  epoch (2)  sequence (6)  length (2)  fragment
/// handshake message (§4.2.2): type (1)  length (3)  sequence (2)  fragment offset (3)  fragment length (3)  body
/// </code>
/// <list type="bullet">
/// <item>An encrypted record too short to hold nonce and tag ends the connection with decode_error, so that anyone could
/// end it by one forged datagram; other forgeries it ignores.</item>
/// <item>A ChangeCipherSpec that overtakes the client's CertificateVerify makes it refuse that message in every later
/// copy, until the handshake times out. A server sends no CertificateVerify, so to a client it may pass.</item>
/// <item>A record of a version that never was, FE.FE, is an argument error to it, which ends the handshake.</item>
/// <item>A ClientHello that cannot be served (<see cref="ClientHelloGlance"/>) ends the handshake, whoever sent it.</item>
/// <item>A message that claims to be long takes that much memory (<see cref="HandshakeClaims"/>).</item>
/// </list>
/// </remarks>
internal sealed class DtlsRecordFilter(DtlsRole role = DtlsRole.Server)
{
    private const int RecordHeaderLength = 13;
    private const int VersionOffset = 1;
    private const int EpochOffset = 3;
    private const int LengthOffset = 11;

    // A ClientHello may still say 1.0 in front (RFC 6347 §4.2.1).
    private const ushort Dtls10 = 0xFEFF;
    private const ushort Dtls12 = 0xFEFD;

    private const byte ChangeCipherSpec = 20;
    private const byte Handshake = 22;

    private const int HandshakeHeaderLength = 12;
    private const int MessageLengthOffset = 1;
    private const int MessageSequenceOffset = 4;
    private const int FragmentOffset = 6;
    private const int FragmentLengthOffset = 9;
    private const byte CertificateVerify = 15;

    /// <summary>The explicit nonce and the tag of AES-GCM (RFC 5288 §3).</summary>
    private const int MinSealedLength = 8 + 16;

    private readonly HandshakeClaims _claims = new();
    private int _verifyReceived;
    private bool _verifyComplete;

    /// <summary>Records taken out, and datagrams' ends that are no record.</summary>
    public long Dropped { get; private set; }

    /// <summary>
    /// Copies the records that may pass to <paramref name="passed"/>, which is as long as the datagram, and returns their
    /// length: 0 when nothing is left.
    /// </summary>
    public int Filter(ReadOnlySpan<byte> datagram, Span<byte> passed)
    {
        int written = 0;
        while (!datagram.IsEmpty)
        {
            int length = RecordHeaderLength;
            if (datagram.Length >= RecordHeaderLength) length += BinaryPrimitives.ReadUInt16BigEndian(datagram[LengthOffset..]);
            if (datagram.Length < length)
            {
                Dropped++;
                break;
            }

            ReadOnlySpan<byte> record = datagram[..length];
            datagram = datagram[length..];
            if (!MayPass(record))
            {
                Dropped++;
                continue;
            }

            record.CopyTo(passed[written..]);
            written += length;
        }

        return written;
    }

    private bool MayPass(ReadOnlySpan<byte> record)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(record[VersionOffset..]) is not (Dtls10 or Dtls12)) return false;
        ReadOnlySpan<byte> fragment = record[RecordHeaderLength..];
        bool isSealed = BinaryPrimitives.ReadUInt16BigEndian(record[EpochOffset..]) != 0;
        if (isSealed) return fragment.Length >= MinSealedLength;
        if (record[0] == ChangeCipherSpec) return role == DtlsRole.Client || _verifyComplete;
        return record[0] != Handshake || MayPassMessages(fragment);
    }

    private bool MayPassMessages(ReadOnlySpan<byte> messages)
    {
        while (messages.Length >= HandshakeHeaderLength)
        {
            int length = ReadUInt24(messages[MessageLengthOffset..]);
            int start = ReadUInt24(messages[FragmentOffset..]);
            int fragmentLength = ReadUInt24(messages[FragmentLengthOffset..]);
            ReadOnlySpan<byte> body = messages[HandshakeHeaderLength..];
            // A fragment that is not all here is left to the library, which makes nothing of it.
            if (fragmentLength > body.Length) return true;
            if (messages[0] == ClientHelloGlance.MessageType && role == DtlsRole.Server && start == 0
                && !ClientHelloGlance.MayServe(body[..fragmentLength], isWhole: fragmentLength >= length)) return false;
            if (!_claims.TryClaim(BinaryPrimitives.ReadUInt16BigEndian(messages[MessageSequenceOffset..]), length)) return false;
            if (messages[0] == CertificateVerify) FollowCertificateVerify(start, start + fragmentLength, length);
            messages = body[fragmentLength..];
        }

        return true;
    }

    // Fragments count when they continue what has come; one ahead of a gap is sent again with the gap's.
    private void FollowCertificateVerify(int start, int end, int length)
    {
        if (start > _verifyReceived) return;
        _verifyReceived = Math.Max(_verifyReceived, end);
        _verifyComplete |= _verifyReceived >= length;
    }

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] << 16 | bytes[1] << 8 | bytes[2];
}
