using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Org.BouncyCastle.Tls;

namespace Lookout.CameraService.Dtls;

/// <summary>What one role wants of a handshake, and what came of it: the two classes of the library have no common base.</summary>
internal interface IDtlsSrtpPeer
{
    DtlsRole Role { get; }

    /// <summary>Why this side refused the other; Pending when it did not.</summary>
    DtlsOutcome Verdict { get; }

    SrtpProfile Profile { get; }

    /// <summary>The SRTP keying material, once the handshake is complete.</summary>
    byte[]? KeyingMaterial { get; }

    /// <summary>Runs the whole handshake; blocks. Throws whatever the library throws.</summary>
    DtlsTransport Shake(DatagramTransport transport);
}
