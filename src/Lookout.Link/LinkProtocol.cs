namespace Lookout.Link;

/// <summary>The numbers both ends of the link agree on.</summary>
public static class LinkProtocol
{
    /// <summary>Both workers come from one executable, so versions are equal or something is wrong: there is no negotiation.</summary>
    public const int Version = 4;

    /// <summary>Largest message body in bytes.</summary>
    public const int MaxBody = 4 << 20;

    /// <summary>Renditions a camera can have; each is below this number.</summary>
    public const int MaxRenditions = 4;

    /// <summary>Connections a server holds at a time.</summary>
    public const int MaxConnections = 4;

    /// <summary>Largest number of cameras in a Hello.</summary>
    public const int MaxCameras = 64;

    /// <summary>Largest file in bytes that <see cref="LinkClient.AnalyzeImage"/> takes.</summary>
    public const int MaxImage = MaxBody - StillImage.HeaderLength;

    /// <summary>Width and height of a likeness's picture.</summary>
    public const int PictureSide = 96;

    /// <summary>Most likenesses in one message, and most faces in the answer to one picture: with pictures they just fit into <see cref="MaxBody"/>.</summary>
    public const int MaxLikenesses = 64;

    /// <summary>Bytes of the longest embedding.</summary>
    public const int MaxEmbeddingBytes = 2048 * sizeof(float);

    // What a peer may send before it has shown that it knows the nonce.
    internal const int MaxHello = 64 << 10;

    internal const int MaxNameLength = 32;
    internal const int MaxReasonLength = 512;
    internal const int MaxFaces = 256;
    internal const int MaxLandmarkValues = 64;
    internal const int MaxPersons = 256;
    internal const int MaxKeypointValues = 3 * 64;
    internal const int MaxModelLength = 128;
    internal const int PictureBytes = 3 * PictureSide * PictureSide;

    internal static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(2);
}
