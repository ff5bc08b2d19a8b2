using System.Buffers.Binary;
using Org.BouncyCastle.Tls;

namespace Lookout.CameraService.Dtls;

/// <summary>
/// A look at a ClientHello before anything is begun for it. One that names another version or lacks our cipher suite, as
/// the classic forged one does, would end the handshake of the viewer whose address it bears; the real one may follow.
/// </summary>
/// <remarks>
/// <code>
/// ClientHello (RFC 6347 §4.2.1): version (2)  random (32)  session id (1 + n)  cookie (1 + n)  cipher suites (2 + n)  ...
/// </code>
/// </remarks>
internal static class ClientHelloGlance
{
    public const byte MessageType = 1;

    private const ushort Dtls12 = 0xFEFD;
    private const int SessionIdOffset = 2 + 32;

    /// <summary>Whether a handshake could come of it. What the first fragment does not show is given credit.</summary>
    /// <param name="fragment">The message's bytes from its start on.</param>
    /// <param name="isWhole">Whether they are all of it.</param>
    public static bool MayServe(ReadOnlySpan<byte> fragment, bool isWhole)
    {
        if (fragment.Length < sizeof(ushort)) return !isWhole;
        if (BinaryPrimitives.ReadUInt16BigEndian(fragment) != Dtls12) return false;
        int at = SessionIdOffset;
        for (int vector = 0; vector < 2; vector++)
        {
            if (at >= fragment.Length) return !isWhole;
            at += 1 + fragment[at];
        }

        if (at + sizeof(ushort) > fragment.Length) return !isWhole;
        int end = at + sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(fragment[at..]);
        for (at += sizeof(ushort); at + sizeof(ushort) <= Math.Min(end, fragment.Length); at += sizeof(ushort))
            if (BinaryPrimitives.ReadUInt16BigEndian(fragment[at..]) == CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256) return true;
        return end > fragment.Length && !isWhole;
    }
}
