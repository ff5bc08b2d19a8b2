using Lookout.Migrate.Files;
using Lookout.Native.Posix;

namespace Lookout.Migrate.Journal;

/// <summary>The journal on the disk. A record is there when <see cref="Append"/> returns.</summary>
internal sealed class JournalFile(string path)
{
    private JournalText.Content _content = JournalText.Content.Empty;

    /// <summary>What the records add up to. A damaged journal is a person's business, though what stands before the damage can be undone.</summary>
    public Progress Load()
    {
        bool isWhole = TryRead();
        Progress progress = Progress.Of(_content.Records);
        return isWhole ? progress : progress.AsDamaged($"{path} is damaged after record {_content.Records.Count}");
    }

    /// <summary>Begins a new journal in the place of one that is closed.</summary>
    public void Begin(string detail)
    {
        byte[] line = JournalText.Format(new JournalRecord(RecordKind.Begin, null, detail), JournalText.Content.Empty);
        PathWriter.Become(path, PathState.File(line, 0b110_000_000, CurrentProcess.UserId, 0), _ => line);
        if (!TryRead()) throw new MigrationException($"{path} is not what was written to it");
    }

    public void Append(JournalRecord record)
    {
        byte[] line = JournalText.Format(record, _content);
        using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, BufferSize = 0 }))
        {
            // A torn record of an earlier life ends where the whole ones end.
            if (file.Length > _content.Length) file.SetLength(_content.Length);
            file.Position = _content.Length;
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        if (!TryRead()) throw new MigrationException($"{path} is not what was written to it");
    }

    // No journal at all is an empty one.
    private bool TryRead()
    {
        _content = JournalText.Content.Empty;
        return !File.Exists(path) || JournalText.TryRead(File.ReadAllBytes(path), out _content);
    }
}
