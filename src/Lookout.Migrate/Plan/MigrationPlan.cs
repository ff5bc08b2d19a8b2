using Lookout.Migrate.Discovery;

namespace Lookout.Migrate.Plan;

/// <summary>What will happen, and the inputs it was decided on. 'apply' makes it anew and refuses when it comes out otherwise.</summary>
internal sealed record MigrationPlan
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required PlanRequest Request { get; init; }

    /// <summary>The compose file and what Compose merges into it.</summary>
    public required IReadOnlyList<string> ComposeFiles { get; init; }

    public required string Project { get; init; }

    public required string Service { get; init; }

    public required string ImageId { get; init; }

    public required IReadOnlyList<PlannedCamera> Cameras { get; init; }

    public required IReadOnlyList<int> Groups { get; init; }

    public required IReadOnlyList<UnitRecord> Units { get; init; }

    /// <summary>Every file the plan was made of, with what it was.</summary>
    public required IReadOnlyList<PlanInput> Inputs { get; init; }

    /// <summary>What each path becomes, in order.</summary>
    public required IReadOnlyList<PlanInput> Changes { get; init; }

    /// <summary>The edit of the compose file.</summary>
    public required string Diff { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public string ComposeFile => ComposeFiles[0];
}
