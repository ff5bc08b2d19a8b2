using Lookout.Migrate.Compose.Text;

namespace Lookout.Migrate.Compose.Yaml;

/// <summary>
/// An edit in the making. Every change is noted twice, as text at its place and as the value expected there, and
/// <see cref="Finish"/> gives the new text only if reading it anew says exactly what was expected.
/// Methods that return false have told the document why.
/// </summary>
internal sealed partial class YamlDraft
{
    private readonly YamlDocument _document;
    private readonly SourceText _source;
    private readonly TextEdits _edits;
    private readonly Dictionary<YamlNode, YamlValue> _expected = [];
    private readonly YamlValue _root;
    private readonly List<YamlNode> _gone = [];
    private readonly List<YamlNode> _changed = [];

    public YamlDraft(YamlDocument document)
    {
        _document = document;
        _source = document.Source;
        _edits = new TextEdits(_source);
        _root = YamlValue.Of(document.Root, _expected);
    }

    /// <summary>Puts flow text in the place of an entry's value, on the line of its key. Does nothing where the value says so already.</summary>
    public bool TrySet(YamlMap map, YamlEntry entry, string yaml, YamlValue value)
    {
        if (YamlValue.Of(entry.Value).Says(value) && !entry.Value.IsTagged) return true;
        if (entry.Colon < 0) return _document.Refuse(entry.Key, $"found the key '{Printable.Short(entry.Key.Text)}' without its colon behind it", "write it as 'key: value'");
        int keyLine = _source.LineOf(entry.Key.Start);
        if (entry.Value.Start == entry.Value.End)
        {
            _edits.Replace(entry.Colon + 1, entry.Colon + 1, " " + yaml);
        }
        else if (_source.LineOf(entry.Value.Start) == keyLine)
        {
            _edits.Replace(entry.Value.Start, entry.Value.End, yaml);
        }
        else
        {
            // A comment behind the key is kept, the lines of the old value go.
            _edits.Replace(entry.Colon + 1, entry.Colon + 1, " " + yaml);
            _edits.DeleteLines(keyLine + 1, LastLine(entry));
        }
        _gone.Add(entry.Value);
        _expected[map].Keys![entry.Key.Text] = value;
        return true;
    }

    /// <summary>Takes an entry out; if its map is left with none the caller must take that out instead.</summary>
    public bool TryRemove(YamlMap map, YamlEntry entry)
    {
        if (map.IsFlow)
        {
            RemoveFlow(map, [map.Entries.IndexOf(entry)]);
        }
        else
        {
            if (!IsOnOwnLines(entry)) return false;
            _edits.DeleteLines(_source.LineOf(entry.Key.Start), LastLine(entry));
        }
        Gone(map, entry);
        return true;
    }

    /// <summary>Puts entries where another one stood, which goes.</summary>
    public bool TryReplace(YamlMap map, YamlEntry entry, IReadOnlyList<NewKey> keys)
    {
        if (!IsOnOwnLines(entry)) return false;
        _edits.DeleteLines(_source.LineOf(entry.Key.Start), LastLine(entry));
        Gone(map, entry);
        Insert(map, LastLine(entry), keys);
        return true;
    }

    /// <summary>Adds entries to a map in block style: below one of its entries, or above all of them.</summary>
    public bool TryInsert(YamlMap map, YamlEntry? below, IReadOnlyList<NewKey> keys)
    {
        if (keys.Count == 0) return true;
        YamlEntry at = below ?? map.Entries[0];
        if (!IsOnOwnLines(at)) return false;
        Insert(map, below is null ? _source.LineOf(at.Key.Start) - 1 : LastLine(at), keys);
        return true;
    }

    /// <summary>Adds an entry at the end of a map in block style, below the comments that are indented as part of what is there.</summary>
    public bool TryInsertLast(YamlMap map, NewKey key)
    {
        if (!IsOnOwnLines(map.Entries[^1])) return false;
        int line = LastLine(map.Entries[^1]);
        for (int next = line + 1; next < _source.Lines; next++)
        {
            ReadOnlySpan<char> text = _source.Text.AsSpan(_source.Start(next).._source.End(next));
            int indent = text.IndexOfAnyExcept(' ');
            if (indent >= 0 && (text[indent] != '#' || indent <= Column(map))) break;
            if (indent >= 0) line = next;
        }
        Insert(map, line, [key]);
        return true;
    }

    /// <summary>The edited text; null when the edits cannot be trusted, and then the document says why.</summary>
    public string? Finish(YamlNode blamed)
    {
        if (!SharesNothing()) return null;
        if (!_edits.TryApply(out string edited))
        {
            _document.Refuse(blamed, "found two changes in one place", "write each key and each list item on lines of its own");
            return null;
        }
        var check = new YamlDocument(_document.File, SourceText.Of(edited));
        if (YamlReader.TryRead(check) && YamlValue.Of(check.Root).Says(_root)) return edited;
        _document.Refuse(blamed, "found a way of writing that the edit would break", "write what it holds plainly, in block style, and run this again");
        return null;
    }

    // Whoever has an alias of a part that changes would change with it.
    private bool SharesNothing()
    {
        foreach (YamlAlias alias in _document.Aliases)
        {
            YamlNode target = alias.Meant;
            if (_gone.Exists(node => node.Contains(alias))) continue;
            if (!_gone.Exists(node => node.Contains(target) || target.Contains(node)) && !_changed.Exists(target.Contains)) continue;
            return _document.Refuse(target, $"found the anchor &{Printable.Short(alias.Name)} on something that must change, and *{Printable.Short(alias.Name)} at line {_document.LineNumber(alias)} would change with it",
                "write the value out in both places");
        }
        return true;
    }

    private void Gone(YamlMap map, YamlEntry entry)
    {
        _gone.Add(entry.Key);
        _gone.Add(entry.Value);
        _changed.Add(map);
        _expected[map].Keys!.Remove(entry.Key.Text);
    }

    private void Insert(YamlMap map, int line, IReadOnlyList<NewKey> keys)
    {
        _edits.InsertBelow(line, Column(map), keys.SelectMany(key => key.Lines));
        _changed.Add(map);
        foreach (NewKey key in keys) _expected[map].Keys!.Add(key.Name, key.Value);
    }

    private bool IsOnOwnLines(YamlEntry entry) =>
        (_source.IsFirstOnLine(entry.Key.Start) && entry.Colon >= 0)
        || _document.Refuse(entry.Key, $"found the key '{Printable.Short(entry.Key.Text)}' on a line that starts with something else", "write it as 'key: value' on a line of its own");

    private int Column(YamlMap map) => map.Entries.Count == 0 ? 0 : _source.Column(map.Entries[0].Key.Start);

    private int LastLine(YamlEntry entry) => _source.LineOf(entry.End - 1);
}
