using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>A mount through which a service sees the socket, and where it is written.</summary>
/// <param name="Service">Who sees it.</param>
/// <param name="Index">Its place among the service's volumes.</param>
/// <param name="Item">The item.</param>
/// <param name="HostPath">What is mounted, in its plainest form.</param>
/// <param name="SeenAt">Where the socket is seen in the container.</param>
internal sealed record FoundMount(ComposeService Service, int Index, YamlNode Item, string HostPath, string SeenAt)
{
    public required bool IsDirectory { get; init; }

    /// <summary>Whether the mount can only be there for the socket: the socket itself, or a directory kept for it alone.</summary>
    public bool IsForSocket(string socketPath) => !IsDirectory || (HostPath == UnixPath.Parent(socketPath) && !UnixPath.IsShared(HostPath));
}
