using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Lookout.Migrate.Journal;

/// <summary>
/// The journal as text, a record a line:
/// <code>
///   SEQUENCE CHECK {"kind":"Intent","step":"Mask"}\n
///      6        8   JSON
/// </code>
/// CHECK is the first 32 bits of a SHA-256 over the check before, the sequence and the JSON, so that a record can be neither
/// changed nor left out unseen. Only the last line may be torn: it was not written then.
/// </summary>
internal static class JournalText
{
    private const int SequenceLength = 6;
    private const int CheckLength = 8;
    private const int JsonOffset = SequenceLength + 1 + CheckLength + 1;
    private const string FirstCheck = "00000000";

    /// <summary>What a journal held.</summary>
    /// <param name="Records">The whole ones.</param>
    /// <param name="Length">How many bytes they take; what follows is a torn record.</param>
    /// <param name="LastCheck">What the next record's check builds on.</param>
    public sealed record Content(IReadOnlyList<JournalRecord> Records, int Length, string LastCheck)
    {
        public static readonly Content Empty = new([], 0, FirstCheck);
    }

    /// <summary>
    /// Reads a journal. False when it is damaged anywhere but in its last record; <paramref name="content"/> is then what
    /// stands before the damage.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out Content content)
    {
        content = Content.Empty;
        var records = new List<JournalRecord>();
        string check = FirstCheck;
        int at = 0;
        bool isWhole = true;
        while (at < text.Length)
        {
            int length = text[at..].IndexOf((byte)'\n');
            bool isLast = length < 0 || at + length + 1 == text.Length;
            if (length < 0 || !TryReadLine(text.Slice(at, length), records.Count, check, out JournalRecord? record, out string next))
            {
                // The first record comes with the file, by rename: it cannot be torn.
                isWhole = isLast && records.Count > 0;
                break;
            }
            records.Add(record!);
            check = next;
            at += length + 1;
        }
        content = new Content(records, at, check);
        return isWhole && records.Count > 0 && records[0].Kind == RecordKind.Begin;
    }

    /// <summary>Formats the record that follows <paramref name="before"/>.</summary>
    public static byte[] Format(JournalRecord record, Content before)
    {
        string json = JsonSerializer.Serialize(record, JournalJson.Default.JournalRecord);
        string sequence = before.Records.Count.ToString("D6", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($"{sequence} {Check(before.LastCheck, sequence, json)} {json}\n");
    }

    private static bool TryReadLine(ReadOnlySpan<byte> line, int number, string previous, out JournalRecord? record, out string check)
    {
        record = null;
        check = "";
        if (line.Length <= JsonOffset) return false;
        string text = Encoding.UTF8.GetString(line);
        if (text.Length <= JsonOffset || text[SequenceLength] != ' ' || text[JsonOffset - 1] != ' ') return false;
        string sequence = text[..SequenceLength];
        string json = text[JsonOffset..];
        check = text.Substring(SequenceLength + 1, CheckLength);
        if (sequence != number.ToString("D6", CultureInfo.InvariantCulture) || check != Check(previous, sequence, json)) return false;
        try
        {
            record = JsonSerializer.Deserialize(json, JournalJson.Default.JournalRecord);
        }
        catch (JsonException)
        {
            return false;
        }
        return record is not null;
    }

    private static string Check(string previous, string sequence, string json) => Files.PathState.Hash(Encoding.UTF8.GetBytes($"{previous}{sequence}{json}"))[..CheckLength];
}
