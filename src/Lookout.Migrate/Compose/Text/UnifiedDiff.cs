using System.Text;

namespace Lookout.Migrate.Compose.Text;

/// <summary>A unified diff for a person's terminal: control characters are shown as pictures, so a file cannot drive it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The diff with three lines of context; empty when the texts are equal.</summary>
    public static string Between(string name, string from, string to)
    {
        if (from == to) return "";
        List<Row> rows = Rows(Split(from), Split(to));
        var diff = new StringBuilder().Append("--- ").Append(name).Append('\n').Append("+++ ").Append(name).Append('\n');
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Sign == ' ') continue;
            int first = Math.Max(0, i - Context), last = i;
            // Two changes share a hunk when their contexts touch.
            for (int j = i; j < rows.Count && j <= last + 2 * Context + 1; j++)
            {
                if (rows[j].Sign != ' ') last = j;
            }
            int end = Math.Min(rows.Count, last + Context + 1);
            Hunk(diff, rows, first, end);
            i = end - 1;
        }
        return diff.ToString();
    }

    private static List<Row> Rows(string[] from, string[] to)
    {
        var rows = new List<Row>(from.Length + to.Length);
        int x = 0, y = 0;
        foreach ((int old, int now) in LineDifference.Match(from, to).Append((from.Length, to.Length)))
        {
            while (x < old) rows.Add(new Row('-', from[x++]));
            while (y < now) rows.Add(new Row('+', to[y++]));
            if (x >= from.Length || y >= to.Length) continue;
            rows.Add(new Row(' ', from[x]));
            (x, y) = (x + 1, y + 1);
        }
        return rows;
    }

    private static void Hunk(StringBuilder diff, List<Row> rows, int first, int end)
    {
        Row[] hunk = [.. rows[first..end]];
        diff.Append($"@@ -{Range(rows, first, hunk, '+')} +{Range(rows, first, hunk, '-')} @@\n");
        foreach (Row row in hunk)
        {
            diff.Append(row.Sign);
            foreach (char c in row.Text.AsSpan().TrimEnd("\r\n")) diff.Append(c == '\t' || !char.IsControl(c) ? c : c < 0x20 ? (char)(0x2400 + c) : '\u2421');
            diff.Append('\n');
            if (!row.Text.EndsWith('\n')) diff.Append("\\ No newline at end of file\n");
        }
    }

    // "start,count" on the side that lacks the other side's sign; an empty range names the line before it.
    private static string Range(List<Row> rows, int first, Row[] hunk, char other)
    {
        int before = rows.Take(first).Count(row => row.Sign != other);
        int count = hunk.Count(row => row.Sign != other);
        return $"{(count == 0 ? before : before + 1)},{count}";
    }

    // Lines keep their breaks: a changed break is a change.
    private static string[] Split(string text)
    {
        var lines = new List<string>();
        for (int at = 0; at < text.Length;)
        {
            int end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[at..end]);
            at = end;
        }
        return [.. lines];
    }

    private readonly record struct Row(char Sign, string Text);
}
