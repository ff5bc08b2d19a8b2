namespace Lookout.Migrate.Compose.Yaml;

/// <summary>Adding to and taking from what stands in brackets or braces, with its commas.</summary>
internal sealed partial class YamlDraft
{
    private void AppendFlow(YamlCollection collection, IReadOnlyList<string> texts)
    {
        int bracket = collection.End - 1;
        if (collection.Spans.Count == 0)
        {
            _edits.Replace(bracket, bracket, string.Join(", ", texts));
            return;
        }
        (int start, int end) = collection.Spans[^1];
        int comma = CommaAfter(end);
        int line = _source.LineOf(comma < 0 ? end - 1 : comma);
        if (_source.LineOf(bracket) > line && _source.IsFirstOnLine(start))
        {
            // One item a line: the new ones get theirs, and a last comma if the old last one had it.
            if (comma < 0) _edits.Replace(end, end, ",");
            _edits.InsertBelow(line, _source.Column(start), texts.Select((text, i) => comma >= 0 || i < texts.Count - 1 ? text + "," : text));
        }
        else if (comma < 0)
        {
            _edits.Replace(end, end, string.Concat(texts.Select(text => ", " + text)));
        }
        else
        {
            _edits.Replace(comma + 1, comma + 1, string.Join(",", texts.Select(text => " " + text)));
        }
    }

    private void RemoveFlow(YamlCollection collection, List<int> indexes)
    {
        IReadOnlyList<(int Start, int End)> spans = collection.Spans;
        foreach (int index in indexes)
        {
            (int start, int end) = spans[index];
            bool anyKeptBefore = Enumerable.Range(0, index).Any(i => !indexes.Contains(i));
            if (IsAloneOnLines(start, end)) _edits.DeleteLines(_source.LineOf(start), _source.LineOf(end - 1));
            else if (anyKeptBefore) _edits.Replace(spans[index - 1].End, end, "");
            else if (index + 1 < spans.Count) _edits.Replace(start, spans[index + 1].Start, "");
            else _edits.Replace(start, end, "");
        }
    }

    private bool IsAloneOnLines(int start, int end)
    {
        if (!_source.IsFirstOnLine(start)) return false;
        ReadOnlySpan<char> rest = _source.Text.AsSpan(end.._source.End(_source.LineOf(end - 1))).TrimStart(" \t");
        if (rest.StartsWith(",")) rest = rest[1..].TrimStart(" \t");
        return rest.IsEmpty || rest[0] == '#';
    }

    private int CommaAfter(int index)
    {
        string text = _source.Text;
        while (index < text.Length && text[index] is ' ' or '\t' or '\r' or '\n') index++;
        return index < text.Length && text[index] == ',' ? index : -1;
    }
}
