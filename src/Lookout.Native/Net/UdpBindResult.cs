namespace Lookout.Native.Net;

/// <summary>What came of binding a <see cref="UdpSocket"/>.</summary>
public enum UdpBindResult
{
    Bound,

    /// <summary>Another socket has the port (EADDRINUSE).</summary>
    AddressInUse,

    /// <summary>This machine does not have that address (EADDRNOTAVAIL, EAFNOSUPPORT).</summary>
    AddressUnavailable,

    /// <summary>The port is below 1024 and we may not have it (EACCES).</summary>
    AccessDenied,
}
