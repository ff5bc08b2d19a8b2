namespace Lookout.Migrate.Verify;

internal sealed record Verdict(bool Ok, IReadOnlyList<Criterion> Criteria);
