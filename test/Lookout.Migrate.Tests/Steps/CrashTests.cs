using Lookout.Migrate.Tests.Boxes;

namespace Lookout.Migrate.Tests.Steps;

/// <summary>
/// The executable is killed at every system call that changes something. Then the boot unit's command runs, with a boot before
/// it and without: the box is exactly old or exactly new.
/// </summary>
public sealed class CrashTests
{
    [Fact]
    public void Killed_at_any_change_of_apply_the_box_ends_old_or_new()
    {
        using var pristine = new FakeBox();
        Assert.Equal(MigrateExit.Ok, Product.Run(pristine, "plan", "--image", "lookout:dev", "--compose", FakeBox.ComposeFile).ExitCode);
        string old = Snapshot.Of(pristine);
        using FakeBox reference = pristine.Copy();
        List<Strace.Call> calls = Strace.Trace(reference, "apply");
        string migrated = Snapshot.Of(reference);
        Assert.NotEqual(old, migrated);
        Strace.Call[] changes = [.. calls.Where(call => call.ChangesSomething)];
        // The journal alone has more than twenty records.
        Assert.True(changes.Length > 100, $"only {changes.Length} calls change something:\n{string.Join('\n', changes.Select(call => call.Line))}");

        int committed = 0;
        Parallel.ForEach(changes, call =>
        {
            using FakeBox cut = pristine.Copy();
            Strace.Inject(cut, call, "signal=SIGKILL", "apply");
            using FakeBox booted = cut.Copy();
            booted.Reboot();
            foreach (FakeBox box in (FakeBox[])[cut, booted])
            {
                int exit = box.RollBackIfUnfinished();
                string after = Snapshot.Of(box);
                Assert.True(exit == MigrateExit.Ok && (after == old || after == migrated), $"killed at {call.Name} {call.Number}: {call.Line}\nexit {exit}\n{box.Said}\n{after}");
                Assert.Equal("", box.TwoOwners);
                if (after == migrated) Interlocked.Increment(ref committed);
            }
        });
        // After the commit there is still the recovery unit to remove: killed there, the box is new.
        Assert.InRange(committed, 2, changes.Length);
        TestContext.Current.TestOutputHelper!.WriteLine($"{changes.Length} kills; {committed} of {2 * changes.Length} boxes ended new");
    }

    [Fact]
    public void Killed_at_any_change_of_apply_it_can_be_finished()
    {
        using var pristine = new FakeBox();
        Assert.Equal(MigrateExit.Ok, Product.Run(pristine, "plan", "--image", "lookout:dev", "--compose", FakeBox.ComposeFile).ExitCode);
        using FakeBox reference = pristine.Copy();
        Strace.Call[] changes = [.. Strace.Trace(reference, "apply").Where(call => call.ChangesSomething)];
        string migrated = Snapshot.Of(reference);
        int finished = 0;
        // Every eighth: the way forward passes the same states as the way back.
        Parallel.For(0, changes.Length / 8, nth =>
        {
            using FakeBox box = pristine.Copy();
            Strace.Inject(box, changes[8 * nth], "signal=SIGKILL", "apply");
            if (!box.CanContinue) return;
            Assert.True(box.Continue() == MigrateExit.Ok, $"killed at {changes[8 * nth].Line}\n{box.Said}");
            Assert.Equal(migrated, Snapshot.Of(box));
            Assert.Equal("", box.TwoOwners);
            Interlocked.Increment(ref finished);
        });
        Assert.InRange(finished, changes.Length / 16, changes.Length / 8);
    }

    [Fact]
    public void Killed_at_any_change_of_rollback_the_box_ends_old()
    {
        using var pristine = new FakeBox();
        string old = Snapshot.WithRecordings(Snapshot.Of(pristine));
        pristine.Migrate();
        string migrated = Snapshot.Of(pristine);
        using FakeBox reference = pristine.Copy();
        Strace.Call[] changes = [.. Strace.Trace(reference, "rollback").Where(call => call.ChangesSomething)];
        Assert.Equal(old, Snapshot.Of(reference));
        Parallel.ForEach(changes, call =>
        {
            using FakeBox box = pristine.Copy();
            Strace.Inject(box, call, "signal=SIGKILL", "rollback");
            box.Reboot();
            Assert.True(box.RollBackIfUnfinished() == MigrateExit.Ok, box.Said);
            string after = Snapshot.Of(box);
            Assert.True(after == old || after == migrated, $"killed at {call.Line}\n{box.Said}\n{after}");
            Assert.Equal("", box.TwoOwners);
        });
    }
}
