namespace Lookout.Migrate.Compose;

/// <summary>A service that sees the daemon's socket.</summary>
/// <param name="Service">Its name under <c>services</c>.</param>
/// <param name="Line">Where the mount stands, from 1.</param>
/// <param name="HostPath">What is mounted: the socket, or a directory above it.</param>
/// <param name="ContainerPath">Where the socket itself is seen inside the container.</param>
public sealed record SocketMount(string Service, int Line, string HostPath, string ContainerPath)
{
    /// <summary>A directory above the socket is mounted, not the socket: whatever else lies there is seen too.</summary>
    public bool IsDirectory { get; init; }
}
