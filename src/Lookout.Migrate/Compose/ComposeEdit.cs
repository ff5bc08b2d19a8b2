namespace Lookout.Migrate.Compose;

/// <summary>What the migration wants of a compose file: which service becomes Lookout, and how.</summary>
public sealed record ComposeEdit
{
    /// <summary>The service that becomes Lookout.</summary>
    public required string Service { get; init; }

    /// <summary>The old daemon's socket on the host, absolute.</summary>
    public required string SocketPath { get; init; }

    public required string Image { get; init; }

    /// <summary>Host group ids that own the camera and render nodes, for <c>group_add</c>.</summary>
    public IReadOnlyList<int> Groups { get; init; } = [];

    /// <summary>Set in the service's environment, replacing values of the same name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Host side of <c>/config</c>, relative to the compose file or absolute.</summary>
    public string ConfigDirectory { get; init; } = "./lookout";

    /// <summary>The container runtime for NVIDIA boxes ("nvidia"); null removes <c>runtime</c>.</summary>
    public string? NvidiaRuntime { get; init; }
}
