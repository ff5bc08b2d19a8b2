using Lookout.Migrate.Plan;
using Lookout.Migrate.Tests.Boxes;

namespace Lookout.Migrate.Tests.Steps;

/// <summary>Every external command misbehaves once, at each of its calls: the box ends exactly old or exactly new.</summary>
public sealed class FaultTests : IDisposable
{
    // A command that hangs costs this much; one that is only slow on a busy machine must not.
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(4);

    private readonly FakeBox _pristine = new();
    private readonly MigrationPlan _plan;
    private readonly string _old;
    private readonly string _new;
    private readonly int _calls;

    public FaultTests()
    {
        _plan = _pristine.Plan();
        _old = Snapshot.Of(_pristine);
        using FakeBox box = _pristine.Copy();
        box.ForgetCalls();
        Assert.Equal(MigrateExit.Ok, box.Apply(_plan));
        _calls = box.Calls;
        _new = Snapshot.Of(box);
    }

    public void Dispose() => _pristine.Dispose();

    [Theory]
    [InlineData("fail")]
    [InlineData("fail-after")]
    [InlineData("lie")]
    [InlineData("hang")]
    public void Apply_ends_old_or_new_whichever_command_misbehaves(string mode)
    {
        int restored = 0;
        EachCall(_calls, call =>
        {
            using FakeBox box = _pristine.Copy(mode == "hang" ? Impatience : null);
            box.FailAt(call, mode);
            int exit = ApplyOrBeRefused(box);
            Assert.True(Snapshot.Of(box) == (exit == MigrateExit.Ok ? _new : _old), $"{mode} at call {call} of {_calls}, exit {exit}:\n{box.Said}\n{Snapshot.Of(box)}");
            Assert.Equal("", box.TwoOwners);
            if (exit == MigrateExit.NotWell) Interlocked.Increment(ref restored);
        });
        // A fault that is never noticed would make this test prove nothing.
        Assert.InRange(restored, _calls / 2, _calls);
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("fail-after")]
    [InlineData("lie")]
    public void Rollback_ends_old_whichever_command_misbehaves_once(string mode)
    {
        using FakeBox migrated = _pristine.Copy();
        Assert.Equal(MigrateExit.Ok, migrated.Apply(_plan));
        migrated.ForgetCalls();
        using FakeBox reference = migrated.Copy();
        Assert.Equal(MigrateExit.Ok, reference.RollBack());
        EachCall(reference.Calls, call =>
        {
            using FakeBox box = migrated.Copy();
            box.FailAt(call, mode);
            int exit = box.RollBack();
            Assert.True(exit == MigrateExit.Ok, $"{mode} at call {call}: exit {exit}\n{box.Said}");
            Assert.Equal(Snapshot.WithRecordings(_old), Snapshot.Of(box));
            Assert.Equal("", box.TwoOwners);
        });
    }

    [Fact]
    public void Rollback_that_never_works_asks_for_a_person_and_touches_nothing_more()
    {
        using FakeBox box = _pristine.Copy();
        Assert.Equal(MigrateExit.Ok, box.Apply(_plan));
        File.WriteAllText(box.At("/shim/fault"), "all fail\n");

        Assert.Equal(MigrateExit.Manual, box.RollBack());
        Assert.Contains("systemctl start native-camera.service", box.Said, StringComparison.Ordinal);
        string left = Snapshot.Of(box);
        box.NeverFail();
        Assert.Equal(MigrateExit.Manual, box.RollBackIfUnfinished());
        Assert.Equal(left, Snapshot.Of(box));

        // A person who has found the cause may ask again.
        Assert.Equal(MigrateExit.Ok, box.RollBack());
        Assert.Equal(Snapshot.WithRecordings(_old), Snapshot.Of(box));
    }

    private int ApplyOrBeRefused(FakeBox box)
    {
        try
        {
            return box.Apply(_plan);
        }
        catch (MigrationException)
        {
            // Before anything began.
            return MigrateExit.NotWell;
        }
    }

    // The machines have nothing to do with each other.
    private static void EachCall(int calls, Action<int> run) => Parallel.For(1, calls + 1, run);
}
