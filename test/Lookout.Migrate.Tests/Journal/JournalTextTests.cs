using Lookout.Migrate.Journal;
using Lookout.Migrate.Steps;

namespace Lookout.Migrate.Tests.Journal;

public sealed class JournalTextTests
{
    private static readonly JournalRecord[] Life =
    [
        new(RecordKind.Begin, null, "plan"),
        new(RecordKind.Intent, StepName.Backup),
        new(RecordKind.Done, StepName.Backup, "manifest"),
        new(RecordKind.Intent, StepName.Recovery),
        new(RecordKind.Done, StepName.Recovery),
        new(RecordKind.Commit),
    ];

    [Fact]
    public void Records_are_read_as_they_were_written()
    {
        Assert.True(JournalText.TryRead(Write(Life), out JournalText.Content content));
        Assert.Equal(Life, content.Records);
    }

    [Fact]
    public void Torn_last_record_was_not_written_wherever_it_is_torn()
    {
        byte[] text = Write(Life);
        int first = Write(Life[..1]).Length;
        for (int length = first; length < text.Length; length++)
        {
            Assert.True(JournalText.TryRead(text.AsSpan(0, length), out JournalText.Content content), $"cut at {length}");
            Assert.Equal(Life[..content.Records.Count], content.Records);
            Assert.Equal(Write(Life[..content.Records.Count]).Length, content.Length);
        }
    }

    [Fact]
    public void Journal_without_its_first_record_is_damaged()
    {
        byte[] first = Write(Life[..1]);
        for (int length = 0; length < first.Length; length++) Assert.False(JournalText.TryRead(first.AsSpan(0, length), out _), $"cut at {length}");
    }

    [Fact]
    public void Changed_byte_is_damage_or_a_torn_end_and_what_stands_before_it_is_believed()
    {
        byte[] text = Write(Life);
        // From the newline before it on: without that the last two records are one torn line.
        int last = Write(Life[..^1]).Length - 1;
        for (int at = 0; at < text.Length; at++)
        {
            byte[] changed = [.. text];
            changed[at] ^= 0x11;
            bool isWhole = JournalText.TryRead(changed, out JournalText.Content content);
            Assert.Equal(at >= last, isWhole);
            Assert.Equal(Life[..content.Records.Count], content.Records);
        }
    }

    [Fact]
    public void Record_left_out_or_exchanged_is_damage()
    {
        string[] lines = System.Text.Encoding.UTF8.GetString(Write(Life)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.False(Read([lines[0], .. lines[2..]]));
        Assert.False(Read([lines[0], lines[2], lines[1], .. lines[3..]]));

        static bool Read(string[] lines) => JournalText.TryRead(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), out _);
    }

    [Fact]
    public void Random_changes_never_throw_and_never_invent_a_record()
    {
        var random = new Random(3);
        byte[] text = Write(Life);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] changed = [.. text[..random.Next(text.Length + 1)]];
            for (int change = random.Next(4); change > 0 && changed.Length > 0; change--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            JournalText.TryRead(changed, out JournalText.Content content);
            Assert.Equal(Life[..content.Records.Count], content.Records);
        }
    }

    private static byte[] Write(JournalRecord[] records)
    {
        var text = new List<byte>();
        JournalText.Content content = JournalText.Content.Empty;
        foreach (JournalRecord record in records)
        {
            text.AddRange(JournalText.Format(record, content));
            Assert.True(JournalText.TryRead([.. text], out content));
        }
        return [.. text];
    }
}
