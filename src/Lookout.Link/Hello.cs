namespace Lookout.Link;

/// <summary>One camera as camera-server announces it. Its index in <see cref="Hello.Cameras"/> is its number on the link.</summary>
/// <param name="Name">Identifier, [a-z0-9_-]{1,32}.</param>
/// <param name="Kind">Live, clip or synthetic.</param>
/// <param name="Passthrough">The H.264 of rendition 0 comes from the source: no key frame of it on request. The others are encoded here.</param>
public sealed record LinkCamera(string Name, CameraKind Kind, bool Passthrough)
{
    /// <summary>What can be wanted of it, by rising number; the first is number 0.</summary>
    public IReadOnlyList<LinkRendition> Renditions { get; init; } = [LinkRendition.Full];
}

/// <summary>The first message in each direction.</summary>
/// <param name="Protocol">Must equal <see cref="LinkProtocol.Version"/> on both sides.</param>
/// <param name="Nonce">The secret the supervisor gave to both workers of this run.</param>
/// <param name="Instance">Changes with every start of camera-server; empty from camera-service.</param>
/// <param name="Pid">Process id of the sender, for logs.</param>
/// <param name="Cameras">In the order of the configuration; empty from camera-service.</param>
public sealed record Hello(int Protocol, string Nonce, string Instance, int Pid, IReadOnlyList<LinkCamera> Cameras)
{
    /// <summary>Keeps the nonce out of record printing.</summary>
    public override string ToString() => $"Hello {{ Protocol = {Protocol}, Instance = {Instance}, Pid = {Pid}, Cameras = {Cameras.Count} }}";
}
