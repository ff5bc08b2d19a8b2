namespace Lookout.Link;

/// <summary>The numbers both ends of the link agree on.</summary>
public static class LinkProtocol
{
    /// <summary>Both workers come from one executable, so versions are equal or something is wrong: there is no negotiation.</summary>
    public const int Version = 2;

    /// <summary>Largest message body in bytes.</summary>
    public const int MaxBody = 4 << 20;

    /// <summary>Renditions a camera can have.</summary>
    public const int MaxRenditions = 4;

    /// <summary>Connections a server holds at a time.</summary>
    public const int MaxConnections = 4;

    /// <summary>Largest number of cameras in a Hello.</summary>
    public const int MaxCameras = 64;

    // What a peer may send before it has shown that it knows the nonce.
    internal const int MaxHello = 64 << 10;

    internal const int MaxNameLength = 32;
    internal const int MaxReasonLength = 512;
    internal const int MaxFaces = 256;
    internal const int MaxLandmarkValues = 64;
    internal const int MaxPersons = 256;
    internal const int MaxKeypointValues = 3 * 64;

    internal static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(2);
}
