using Lookout.Migrate.Plan;
using Lookout.Migrate.Steps;
using Lookout.Migrate.Tests.Boxes;

namespace Lookout.Migrate.Tests.Steps;

/// <summary>What becomes of a box whose journal ends early: it lost its end, or the end never came.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly FakeBox _migrated = new();
    private readonly string _old;
    private readonly string _new;
    private readonly MigrationPlan _plan;

    public ResumeTests()
    {
        _old = Snapshot.Of(_migrated);
        _plan = _migrated.Migrate();
        _new = Snapshot.Of(_migrated);
    }

    private static string Journal(FakeBox box) => box.At($"{StateDirectory.Path}/journal");

    public void Dispose() => _migrated.Dispose();

    [Fact]
    public void Every_end_of_the_journal_torn_or_not_leads_to_old_or_new()
    {
        string[] lines = File.ReadAllLines(Journal(_migrated));
        Parallel.For(FirstPossible(lines), lines.Length + 1, count =>
        {
            using FakeBox box = _migrated.Copy();
            // With the beginning of the next record, as a torn write leaves it.
            string torn = count < lines.Length ? lines[count][..(lines[count].Length / 2)] : "";
            File.WriteAllText(Journal(box), string.Join('\n', lines[..count]) + "\n" + torn);
            Assert.True(box.RollBackIfUnfinished() == MigrateExit.Ok, $"after {count} records:\n{box.Said}");
            Assert.Equal(count == lines.Length ? _new : _old, Snapshot.Of(box));
        });
    }

    [Fact]
    public void Continue_finishes_and_finds_done_what_was_done()
    {
        string[] lines = File.ReadAllLines(Journal(_migrated));
        Parallel.For(FirstPossible(lines), lines.Length, count =>
        {
            using FakeBox box = _migrated.Copy();
            File.WriteAllText(Journal(box), string.Join('\n', lines[..count]) + "\n");
            Assert.True(box.Continue() == MigrateExit.Ok, $"after {count} records:\n{box.Said}");
            Assert.Equal(_new, Snapshot.Of(box));
        });
    }

    [Fact]
    public void Apply_puts_back_what_was_cut_off_before_it_begins_anew()
    {
        string[] lines = File.ReadAllLines(Journal(_migrated));
        File.WriteAllText(Journal(_migrated), string.Join('\n', lines[..^1]) + "\n");

        Assert.Equal(MigrateExit.NotWell, _migrated.Apply(_plan));
        Assert.Equal(_old, Snapshot.Of(_migrated));
        Assert.True(_migrated.Apply(_plan) == MigrateExit.Ok, _migrated.Said);
        Assert.Equal(_new, Snapshot.Of(_migrated));
    }

    [Fact]
    public void Damaged_journal_is_left_alone_at_boot_and_undone_when_a_person_asks()
    {
        byte[] journal = File.ReadAllBytes(Journal(_migrated));
        journal[journal.Length / 2] ^= 1;
        File.WriteAllBytes(Journal(_migrated), journal);

        Assert.Equal(MigrateExit.Manual, _migrated.RollBackIfUnfinished());
        Assert.Equal(_new, Snapshot.Of(_migrated));
        Assert.True(_migrated.RollBack() == MigrateExit.Ok, _migrated.Said);
        Assert.Equal(_old, Snapshot.Of(_migrated));
    }

    [Fact]
    public void Second_lookout_at_the_same_time_is_turned_away()
    {
        using StateDirectory? first = StateDirectory.TryTake(_migrated.Open());
        Assert.NotNull(first);
        Assert.Null(StateDirectory.TryTake(_migrated.Open()));
    }

    // A box on which the new container runs has a journal that says 'Up' was begun: the record comes first.
    private static int FirstPossible(string[] lines) => Array.FindIndex(lines, line => line.Contains("\"Intent\",\"step\":\"Up\"", StringComparison.Ordinal)) + 1;
}
