using Lookout.Migrate.Files;
using Lookout.Migrate.Journal;
using Lookout.Migrate.Machine;
using Lookout.Migrate.Steps;

namespace Lookout.Migrate;

/// <summary>How the box is, as 'lookout migrate status' tells it.</summary>
/// <param name="State">old, new, in progress, manual.</param>
/// <param name="Step">The step under way or cut off.</param>
/// <param name="Reason">Why it was rolled back, or why a person is needed.</param>
/// <param name="Drift">What is not as a migrated box has it.</param>
internal sealed record StatusReport(string State, string? Step, string? Reason, IReadOnlyList<string> Drift)
{
    public static StatusReport Of(Box box, StateDirectory state)
    {
        Progress progress = state.Journal.Load();
        return progress.Phase switch
        {
            MigrationPhase.Committed => new StatusReport("new", null, null, DriftOf(box, state.Manifest(progress.Manifest!))),
            MigrationPhase.Applying => new StatusReport("in progress", Describe(progress), null, []),
            MigrationPhase.RollingBack => new StatusReport("in progress", "rolling back", progress.Reason, []),
            MigrationPhase.Manual => new StatusReport("manual", null, progress.Reason, []),
            _ => new StatusReport("old", null, progress.Reason, []),
        };
    }

    public int ExitCode => State switch
    {
        "manual" => MigrateExit.Manual,
        "in progress" => MigrateExit.InProgress,
        _ => Drift.Count == 0 ? MigrateExit.Ok : MigrateExit.NotWell,
    };

    public IEnumerable<string> Lines()
    {
        yield return Step is null ? State : $"{State} ({Step})";
        if (Reason is not null) yield return $"  why: {Reason}";
        foreach (string drift in Drift) yield return $"  ! {drift}";
        if (State == "in progress") yield return "  If no 'lookout migrate' runs: 'lookout migrate rollback' puts the box back, 'lookout migrate apply --continue' finishes.";
        if (State == "manual") yield return "  'lookout migrate rollback --if-unfinished' prints the steps; 'lookout migrate rollback' tries again.";
    }

    private static string Describe(Progress progress)
    {
        StepName? step = progress.Begun.Except(progress.Done).Cast<StepName?>().LastOrDefault();
        return step is { } name ? $"step {(int)name + 1}, {name}" : "between two steps";
    }

    private static List<string> DriftOf(Box box, Manifest manifest) =>
    [
        .. manifest.Changes
            .Where(change => !PathState.Read(box.At(change.Path)).IsSameAs(change.Part == ChangePart.Recovery ? change.Before : change.After))
            .Select(change => $"{change.Path} is not as the migration left it"),
    ];
}
