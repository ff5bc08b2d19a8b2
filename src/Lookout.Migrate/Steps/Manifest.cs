using Lookout.Migrate.Discovery;
using Lookout.Migrate.Files;

namespace Lookout.Migrate.Steps;

/// <summary>Everything needed to finish or undo the migration, written before the first change. Contents lie in the content store.</summary>
internal sealed record Manifest
{
    public required string Socket { get; init; }

    /// <summary>Whether the old daemon served the socket.</summary>
    public required bool SocketWasServed { get; init; }

    public required string Image { get; init; }

    public required string Service { get; init; }

    public required IReadOnlyList<string> ComposeFiles { get; init; }

    /// <summary>Names of the cameras in Lookout.</summary>
    public required IReadOnlyList<string> Cameras { get; init; }

    public required IReadOnlyList<UnitRecord> Units { get; init; }

    public required ProjectRecord Project { get; init; }

    public required IReadOnlyList<PathChange> Changes { get; init; }
}
