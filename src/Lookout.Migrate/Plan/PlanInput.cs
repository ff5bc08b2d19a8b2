namespace Lookout.Migrate.Plan;

/// <summary>A path and what it is, or becomes: content by SHA-256, mode, owner.</summary>
internal sealed record PlanInput(string Path, string State);
