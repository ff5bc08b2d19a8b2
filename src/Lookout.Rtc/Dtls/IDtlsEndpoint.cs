using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Dtls;

/// <summary>
/// The seam between the sans-IO core and a DTLS 1.2 stack, server or client. The core feeds datagrams that came from a
/// STUN-authenticated address and drains what has to be sent; how the stack runs its handshake is its own affair.
/// All members are called from the session's owner thread and never block.
/// </summary>
/// <remarks>
/// An implementation bounds what it buffers before the handshake ends (16 datagrams, 64 KiB), verifies the peer's
/// certificate against the fingerprint it was made with before it reports <see cref="DtlsState.Connected"/>, and keeps
/// answering a retransmitted last flight afterwards (RFC 6347 §4.2.4).
/// </remarks>
public interface IDtlsEndpoint : IDisposable
{
    /// <summary>Which role was agreed on in SDP (RFC 8842): a=setup:passive is the server's, active the client's.</summary>
    DtlsRole Role => DtlsRole.Server;

    /// <summary>Where the endpoint stands.</summary>
    DtlsState State { get; }

    /// <summary>The profile the handshake chose; meaningful once <see cref="State"/> is Connected.</summary>
    SrtpProfile Profile { get; }

    /// <summary>
    /// The path to the peer is there: a client begins its handshake, unless it has. A server waits for the peer's hello.
    /// Called again and again while the state is Idle, since a stack may have no room for one more handshake just now.
    /// </summary>
    void Start()
    {
    }

    /// <summary>
    /// Feeds one DTLS datagram from an address that ICE has validated, by which a stack may count whose handshakes it
    /// runs. Copies what it keeps; drops what exceeds its bounds.
    /// </summary>
    void Receive(in TransportAddress from, ReadOnlySpan<byte> datagram);

    /// <summary>Drains one datagram to send. Returns false when there is none.</summary>
    bool TryTake(Span<byte> destination, out int length);

    /// <summary>
    /// Exports the SRTP keying material (RFC 5764 §4.2): client key, server key, client salt, server salt.
    /// Returns false unless <see cref="State"/> is Connected.
    /// </summary>
    bool TryExportKeys(Span<byte> destination, out int length);

    /// <summary>Sends close_notify if connected and ends the endpoint.</summary>
    void Close();
}
