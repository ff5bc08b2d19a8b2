using System.Buffers.Binary;
using System.Security.Cryptography;
using Lookout.Rtc.Stun;

namespace Lookout.Fuzz.Peers;

/// <summary>
/// Makes any bytes behind a STUN header an authentic message, so that what is wrong with the rest is reached at all. A
/// writer of messages could not: it writes none that are malformed.
/// </summary>
internal static class StunSignature
{
    private const int MaxBody = 1200;
    private const int IntegrityType = 0x0008;
    private const int FingerprintType = 0x8028;

    public static byte[] Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> key)
    {
        if (message.Length < StunHeader.Length) return message.ToArray();
        int end = StunHeader.Length + Math.Min(StunHeader.Padded(message.Length - StunHeader.Length), MaxBody);
        var bytes = new byte[end + 4 + StunHeader.IntegrityLength + 4 + StunHeader.FingerprintLength];
        message[..Math.Min(message.Length, end)].CopyTo(bytes);

        SetLength(bytes, end + 4 + StunHeader.IntegrityLength);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(end), IntegrityType << 16 | StunHeader.IntegrityLength);
        HMACSHA1.HashData(key, bytes.AsSpan(0, end), bytes.AsSpan(end + 4));
        end += 4 + StunHeader.IntegrityLength;

        SetLength(bytes, bytes.Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(end), unchecked((uint)FingerprintType << 16) | StunHeader.FingerprintLength);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(end + 4), Crc32.Compute(bytes.AsSpan(0, end)) ^ StunHeader.FingerprintXor);
        return bytes;
    }

    /// <summary>Gives a message the transaction of a request, so that it looks like its answer.</summary>
    public static void SetTransaction(Span<byte> message, ReadOnlySpan<byte> request)
    {
        if (message.Length < StunHeader.Length || request.Length < StunHeader.Length) return;
        request[StunHeader.TransactionIdOffset..StunHeader.Length].CopyTo(message[StunHeader.TransactionIdOffset..]);
    }

    private static void SetLength(Span<byte> message, int length) =>
        BinaryPrimitives.WriteUInt16BigEndian(message[StunHeader.LengthOffset..], (ushort)(length - StunHeader.Length));
}
