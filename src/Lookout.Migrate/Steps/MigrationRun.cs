using Lookout.Migrate.Files;
using Lookout.Migrate.Journal;
using Lookout.Migrate.Machine;
using Lookout.Migrate.Plan;

namespace Lookout.Migrate.Steps;

/// <summary>One run of 'apply' or 'rollback', with the lock held: each step is written down before it is done, and when it is done.</summary>
internal sealed class MigrationRun(Box box, StateDirectory state)
{
    private const int RollbackAttempts = 2;

    private JournalFile Journal => state.Journal;

    /// <summary>Does what the plan says, unless the box is new already.</summary>
    public int Apply(MigrationPlan? plan)
    {
        Progress progress = Journal.Load();
        switch (progress.Phase)
        {
            case MigrationPhase.Committed:
                Tidy(progress);
                box.Say("the box is migrated already; nothing was changed");
                return MigrateExit.Ok;
            case MigrationPhase.Manual:
                return TellManual(progress);
            case MigrationPhase.Applying or MigrationPhase.RollingBack:
                int put = RollBack("a migration was cut off");
                if (put == MigrateExit.Ok) box.Say("A migration that was cut off has been put back. Run 'lookout migrate apply' again to start anew.");
                return put == MigrateExit.Ok ? MigrateExit.NotWell : put;
            default:
                return Begin(plan ?? throw new MigrationException("there is no plan: run 'lookout migrate plan' first"));
        }
    }

    /// <summary>Finishes what was cut off.</summary>
    public int Continue()
    {
        Progress progress = Journal.Load();
        if (progress is { Phase: MigrationPhase.Applying, Manifest: not null }) return Forward(progress);
        throw new MigrationException("there is nothing to continue: 'lookout migrate status' says how the box is");
    }

    /// <summary>Puts the box back, whatever became of it since.</summary>
    public int RollBack(string reason)
    {
        Progress progress = Journal.Load();
        if (progress.Phase is MigrationPhase.Untouched or MigrationPhase.RolledBack)
        {
            Tidy(progress);
            box.Say("the box is as it was before any migration; nothing was changed");
            return MigrateExit.Ok;
        }
        if (progress.Phase == MigrationPhase.Manual && progress.Manifest is null) return TellManual(progress);
        state.ReleaseReserve();
        if (progress.Phase != MigrationPhase.RollingBack) TryNote(new JournalRecord(RecordKind.RollingBack, null, reason));
        box.Say($"rolling back: {reason}");
        return progress.Manifest is { } manifest ? Undo(progress, manifest) : Close(progress);
    }

    /// <summary>What the boot unit does: settles what was cut off, and touches nothing else.</summary>
    public int RollBackIfUnfinished()
    {
        Progress progress = Journal.Load();
        if (progress.IsUnfinished) return RollBack("a migration was cut off");
        if (progress.Phase == MigrationPhase.Manual) return TellManual(progress);
        Tidy(progress);
        return MigrateExit.Ok;
    }

    private int Begin(MigrationPlan plan)
    {
        Draft draft = new Planner(box).Make(plan.Request);
        if (draft.Plan is null || draft.Problems.Count > 0) throw new MigrationException($"the plan cannot be carried out: {string.Join("; ", draft.Problems)}");
        if (PlanComparison.FirstDifference(plan, draft.Plan) is { } difference)
            throw new MigrationException($"the plan is stale: {difference}. Nothing was changed; run 'lookout migrate plan' again and read what it says.");
        state.Reserve();
        Journal.Begin(PathState.Hash(PlanJson.Write(plan)));
        try
        {
            Tell(StepName.Backup);
            Journal.Append(new JournalRecord(RecordKind.Intent, StepName.Backup));
            Journal.Append(new JournalRecord(RecordKind.Done, StepName.Backup, Backup.Take(box, state, draft)));
        }
        catch (Exception exception) when (IsOfTheBox(exception))
        {
            return FallBack(exception.Message);
        }
        return Forward(Journal.Load());
    }

    private int Forward(Progress progress)
    {
        try
        {
            Site site = SiteOf(progress.Manifest!);
            foreach ((StepName name, Action<Site> act) in StepTable.InOrder.Where(step => !progress.Done.Contains(step.Name)))
            {
                if (box.Stop.IsCancellationRequested) throw new MigrationException("it was asked to stop");
                Tell(name);
                Journal.Append(new JournalRecord(RecordKind.Intent, name));
                act(site);
                Journal.Append(new JournalRecord(RecordKind.Done, name));
            }
            Journal.Append(new JournalRecord(RecordKind.Commit));
        }
        catch (Exception exception) when (IsOfTheBox(exception))
        {
            return FallBack(exception.Message);
        }
        Tidy(Journal.Load());
        box.Say("The box is migrated. 'lookout migrate rollback' puts it back at any time.");
        return MigrateExit.Ok;
    }

    private int FallBack(string reason)
    {
        box.Say($"failed: {reason}");
        // The record of the commit itself may be what could not be written, or what could not be read back.
        int put = RollBack(reason);
        if (put == MigrateExit.Ok) box.Say($"The box is as it was. Why: {reason}");
        return put == MigrateExit.Ok ? MigrateExit.NotWell : put;
    }

    private int Undo(Progress progress, string manifest)
    {
        string problem = "";
        for (int attempt = 1; attempt <= RollbackAttempts; attempt++)
        {
            try
            {
                new Rollback(SiteOf(manifest), state, progress).Run();
                return Close(progress);
            }
            catch (Exception exception) when (IsOfTheBox(exception))
            {
                problem = exception.Message;
                box.Say($"rolling back, attempt {attempt} of {RollbackAttempts}: {problem}");
            }
        }
        TryNote(new JournalRecord(RecordKind.Manual, null, problem));
        return TellManual(Journal.Load());
    }

    private int Close(Progress progress)
    {
        try
        {
            Journal.Append(new JournalRecord(RecordKind.RolledBack));
        }
        catch (Exception exception) when (IsOfTheBox(exception))
        {
            box.Say($"The box is as it was, but the journal cannot be closed: {exception.Message}. Make room and run 'lookout migrate rollback' again.");
            return MigrateExit.InProgress;
        }
        Tidy(progress);
        box.Say("The box is as it was before the migration.");
        return MigrateExit.Ok;
    }

    // The migration is settled: the unit that would have settled it goes. Left behind, it would do this at the next boot.
    private void Tidy(Progress progress)
    {
        if (progress.Manifest is not { } manifest) return;
        try
        {
            state.ReleaseReserve();
            Site site = SiteOf(manifest);
            bool isInstalled = site.Manifest.Changes.Any(change => change.Part == ChangePart.Recovery && !PathState.Read(box.At(change.Path)).IsSameAs(change.Before));
            // Done even then: a file that was being written when the power went lies beside it.
            site.Undo(ChangePart.Recovery);
            if (isInstalled) new Systemd(box).Reload(SystemdInstance.System);
        }
        catch (Exception exception) when (IsOfTheBox(exception))
        {
            box.Say($"note: {RecoveryUnit.Name} could not be removed ({exception.Message}); it goes at the next boot or run");
        }
    }

    private int TellManual(Progress progress)
    {
        IEnumerable<string> steps = progress.Manifest is { } manifest ? ManualSteps.Of(box, state, SiteOf(manifest).Manifest) : [$"nothing is known of what was before: look into {StateDirectory.Path}/contents"];
        box.Say($"A person is needed: {progress.Reason}. Nothing more was touched. By hand, in this order:");
        foreach (string step in steps) box.Say($"  {step}");
        return MigrateExit.Manual;
    }

    private void TryNote(JournalRecord record)
    {
        try
        {
            Journal.Append(record);
        }
        catch (Exception exception) when (IsOfTheBox(exception))
        {
            box.Say($"note: the journal cannot be written: {exception.Message}");
        }
    }

    private Site SiteOf(string manifest) => new(box, state.Manifest(manifest), state.Contents);

    private void Tell(StepName step) => box.Say($"{(int)step + 1,2}/{Enum.GetValues<StepName>().Length} {step}");

    private static bool IsOfTheBox(Exception exception) => exception is MigrationException or IOException or UnauthorizedAccessException;
}
