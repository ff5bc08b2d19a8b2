namespace Lookout.Migrate.Verify;

/// <summary>One of the five things that must be so on a migrated box.</summary>
internal sealed record Criterion(int Id, string Name, bool Ok, string Detail);
