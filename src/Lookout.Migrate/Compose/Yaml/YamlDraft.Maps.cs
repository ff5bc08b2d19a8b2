namespace Lookout.Migrate.Compose.Yaml;

/// <summary>Additions to a map that is an entry's value, in whichever style it is written.</summary>
internal sealed partial class YamlDraft
{
    /// <summary>Adds entries that are not there yet. Their values are written in double quotes; null adds an empty one.</summary>
    /// <param name="map">The map the entry is in.</param>
    /// <param name="entry">The entry whose value is the map.</param>
    /// <param name="added">Names and values to add.</param>
    /// <param name="indent">How far names stand right of the key where the map has none yet.</param>
    public bool TryAppend(YamlMap map, YamlEntry entry, IReadOnlyList<KeyValuePair<string, string?>> added, int indent)
    {
        if (added.Count == 0) return true;
        if (entry.Value is YamlScalar { IsNull: true } nothing)
        {
            if (nothing.Start != nothing.End) _edits.Replace(nothing.Start, nothing.End, $"{{{string.Join(", ", added.Select(Pair))}}}");
            else _edits.InsertBelow(LastLine(entry), _source.Column(entry.Key.Start) + indent, added.Select(Line));
            _gone.Add(nothing);
            _expected[map].Keys![entry.Key.Text] = YamlValue.Of(new YamlMap(0, null, false, false));
            Grow(_expected[map].Keys![entry.Key.Text], added);
            return true;
        }
        if (entry.Value is not YamlMap target)
            return _document.Refuse(entry.Value, $"found {entry.Value.Describe()} under '{Printable.Short(entry.Key.Text)}'", "write it as a group of keys");
        if (target.IsFlow)
        {
            AppendFlow(target, [.. added.Select(Pair)]);
        }
        else
        {
            if (!IsOnOwnLines(target.Entries[0])) return false;
            _edits.InsertBelow(LastLine(target.Entries[^1]), Column(target), added.Select(Line));
        }
        _changed.Add(target);
        Grow(_expected[target], added);
        return true;
    }

    private static void Grow(YamlValue value, IReadOnlyList<KeyValuePair<string, string?>> added)
    {
        foreach ((string name, string? text) in added) value.Keys!.Add(name, text is null ? YamlValue.Nothing() : YamlValue.Of(text));
    }

    private static string Line(KeyValuePair<string, string?> entry) => entry.Value is null ? $"{entry.Key}:" : Pair(entry);

    // Inside braces an empty value must be written.
    private static string Pair(KeyValuePair<string, string?> entry) => $"{entry.Key}: {(entry.Value is null ? "null" : YamlScalarText.Write(entry.Value, '"'))}";
}
