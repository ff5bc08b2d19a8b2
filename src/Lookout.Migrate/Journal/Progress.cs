using Lookout.Migrate.Steps;

namespace Lookout.Migrate.Journal;

/// <summary>What the records add up to.</summary>
internal sealed record Progress
{
    public MigrationPhase Phase { get; private init; } = MigrationPhase.Untouched;

    /// <summary>Steps that were begun, finished or not.</summary>
    public IReadOnlySet<StepName> Begun { get; private init; } = new HashSet<StepName>();

    public IReadOnlySet<StepName> Done { get; private init; } = new HashSet<StepName>();

    /// <summary>The manifest's hash, once the backup is done.</summary>
    public string? Manifest { get; private init; }

    /// <summary>Whether the box was new at some time of this journal.</summary>
    public bool WasCommitted { get; private init; }

    /// <summary>Why it is being, or was, rolled back; why a person is needed.</summary>
    public string? Reason { get; private init; }

    public bool IsUnfinished => Phase is MigrationPhase.Applying or MigrationPhase.RollingBack;

    public static Progress Of(IReadOnlyList<JournalRecord> records)
    {
        var begun = new HashSet<StepName>();
        var done = new HashSet<StepName>();
        var progress = new Progress();
        foreach (JournalRecord record in records)
        {
            if (record is { Kind: RecordKind.Intent, Step: { } intended }) begun.Add(intended);
            if (record is { Kind: RecordKind.Done, Step: { } finished }) done.Add(finished);
            progress = record.Kind switch
            {
                RecordKind.Begin => progress with { Phase = MigrationPhase.Applying },
                RecordKind.Done when record.Step == StepName.Backup => progress with { Manifest = record.Detail },
                RecordKind.Commit => progress with { Phase = MigrationPhase.Committed, WasCommitted = true },
                RecordKind.RollingBack => progress with { Phase = MigrationPhase.RollingBack, Reason = record.Detail },
                RecordKind.RolledBack => progress with { Phase = MigrationPhase.RolledBack },
                RecordKind.Manual => progress with { Phase = MigrationPhase.Manual, Reason = record.Detail },
                _ => progress,
            };
        }
        return progress with { Begun = begun, Done = done };
    }

    /// <summary>Records are missing: any step may have been begun.</summary>
    public Progress AsDamaged(string reason) => this with { Phase = MigrationPhase.Manual, Reason = reason, Begun = new HashSet<StepName>(Enum.GetValues<StepName>()) };
}
