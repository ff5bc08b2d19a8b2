using Lookout.Migrate.Journal;
using Lookout.Migrate.Steps;

namespace Lookout.Migrate.Tests.Journal;

public sealed class JournalFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("lookout-journal-").FullName;

    private string JournalPath => Path.Combine(_directory, "journal");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void No_journal_means_untouched() => Assert.Equal(MigrationPhase.Untouched, new JournalFile(JournalPath).Load().Phase);

    [Fact]
    public void Torn_record_is_overwritten_by_the_next()
    {
        var journal = new JournalFile(JournalPath);
        journal.Begin("plan");
        journal.Append(new JournalRecord(RecordKind.Intent, StepName.Backup));
        File.AppendAllText(JournalPath, "000002 12345678 {\"kind\":\"Commit\"");

        var next = new JournalFile(JournalPath);
        Assert.Equal(MigrationPhase.Applying, next.Load().Phase);
        next.Append(new JournalRecord(RecordKind.RollingBack, null, "torn"));

        Progress progress = new JournalFile(JournalPath).Load();
        Assert.Equal(MigrationPhase.RollingBack, progress.Phase);
        Assert.Equal("torn", progress.Reason);
    }

    [Fact]
    public void Damage_asks_for_a_person_and_takes_every_step_for_begun()
    {
        var journal = new JournalFile(JournalPath);
        journal.Begin("plan");
        journal.Append(new JournalRecord(RecordKind.Done, StepName.Backup, "manifest"));
        journal.Append(new JournalRecord(RecordKind.Commit));
        byte[] text = File.ReadAllBytes(JournalPath);
        text[^90] ^= 1;
        File.WriteAllBytes(JournalPath, [.. text, .. "x\n"u8]);

        Progress progress = new JournalFile(JournalPath).Load();

        Assert.Equal(MigrationPhase.Manual, progress.Phase);
        Assert.Equal(Enum.GetValues<StepName>().Length, progress.Begun.Count);
    }
}
