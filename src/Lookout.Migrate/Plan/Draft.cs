namespace Lookout.Migrate.Plan;

/// <summary>A plan with the contents it would write.</summary>
/// <param name="Plan">Null when a problem keeps it from being made.</param>
/// <param name="Changes">In the order they are made.</param>
/// <param name="Problems">What must be put right first.</param>
internal sealed record Draft(MigrationPlan? Plan, IReadOnlyList<PlannedChange> Changes, IReadOnlyList<string> Problems);
