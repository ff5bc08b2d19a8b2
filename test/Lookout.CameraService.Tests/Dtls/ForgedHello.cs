using System.Buffers.Binary;

namespace Lookout.CameraService.Tests.Dtls;

/// <summary>ClientHellos as an attacker makes them.</summary>
internal static class ForgedHello
{
    private const int RecordHeader = 13;
    private const int HandshakeHeader = 12;

    /// <summary>One that offers nothing but the null cipher, which ends the handshake at once in servers that look at it.</summary>
    public static byte[] NullCipher { get; } = Of(0xFEFD, 0x0000);

    /// <summary>One that differs in version or suites only.</summary>
    public static byte[] Of(ushort version, params ushort[] suites)
    {
        var body = new byte[2 + 32 + 1 + 1 + 2 + 2 * suites.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(body, version);
        body.AsSpan(2, 32).Fill(0x5A);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(36), (ushort)(2 * suites.Length));
        for (int i = 0; i < suites.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(38 + 2 * i), suites[i]);
        body[^2] = 1; // one compression method, null
        return Fragment(type: 1, body.Length, sequence: 0, offset: 0, body);
    }

    /// <summary>A record with one fragment of a handshake message.</summary>
    public static byte[] Fragment(byte type, int messageLength, ushort sequence, int offset, ReadOnlySpan<byte> body)
    {
        var record = new byte[RecordHeader + HandshakeHeader + body.Length];
        record[0] = 22;
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(1), 0xFEFD);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(11), (ushort)(HandshakeHeader + body.Length));
        Span<byte> message = record.AsSpan(RecordHeader);
        message[0] = type;
        WriteUInt24(message[1..], messageLength);
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], sequence);
        WriteUInt24(message[6..], offset);
        WriteUInt24(message[9..], body.Length);
        body.CopyTo(message[HandshakeHeader..]);
        return record;
    }

    private static void WriteUInt24(Span<byte> at, int value)
    {
        at[0] = (byte)(value >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(at[1..], (ushort)value);
    }
}
