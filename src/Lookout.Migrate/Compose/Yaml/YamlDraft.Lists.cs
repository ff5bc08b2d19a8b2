namespace Lookout.Migrate.Compose.Yaml;

/// <summary>Changes to the items of a list, in whichever style it is written.</summary>
internal sealed partial class YamlDraft
{
    /// <summary>
    /// Changes a list that is an entry's value. A new item takes the line of a removed one as long as there are any. The whole
    /// entry goes if its list would be left empty, since Compose takes an empty list for something else than none.
    /// </summary>
    /// <param name="map">The map the entry is in.</param>
    /// <param name="entry">The entry whose value is the list.</param>
    /// <param name="change">What becomes of the items.</param>
    /// <param name="indent">How far dashes stand right of the key where the list has none yet.</param>
    public bool TryChange(YamlMap map, YamlEntry entry, ListChange change, int indent)
    {
        if (change.IsEmpty) return true;
        string name = Printable.Short(entry.Key.Text);
        if (entry.Value is YamlScalar { IsNull: true } nothing)
        {
            if (nothing.Start != nothing.End) return TrySet(map, entry, Flow(change.Added, change.Quote), YamlValue.List(change.Added));
            NewKey written = NewKey.List(name, change.Added, change.Quote, indent);
            _edits.InsertBelow(LastLine(entry), _source.Column(entry.Key.Start), written.Lines.Skip(1));
            _gone.Add(nothing);
            _expected[map].Keys![entry.Key.Text] = written.Value;
            return true;
        }
        if (entry.Value is not YamlList list) return _document.Refuse(entry.Value, $"found {entry.Value.Describe()} under '{name}'", "write it as a list");
        if (list.Items.Count == 0) return TrySet(map, entry, Flow(change.Added, change.Quote), YamlValue.List(change.Added));
        if (change.Added.Count == 0 && change.Removed.Count == list.Items.Count) return TryRemove(map, entry);
        return list.IsFlow ? TryChangeFlow(list, change) : TryChangeBlock(list, change);
    }

    /// <summary>Puts another text in the place of one item, however the list around it is written.</summary>
    public void ReplaceItem(YamlList list, int index, string text)
    {
        YamlNode item = list.Items[index];
        _edits.Replace(item.Start, item.End, YamlScalarText.Write(text, Quote(item), list.IsFlow));
        Say(list, index, text);
    }

    private bool TryChangeBlock(YamlList list, ListChange change)
    {
        var added = new Queue<string>(change.Added);
        var deleted = new List<int>();
        foreach (int index in change.Removed)
        {
            YamlNode item = list.Items[index];
            int first = _source.LineOf(item.Start), last = LastLine(item), dash = Dash(item);
            if (dash < 0) return _document.Refuse(item, $"found {item.Describe()} on another line than its dash", "write each item as '- item'");
            if (added.TryDequeue(out string? text))
            {
                _edits.Replace(item.Start, _source.End(last), YamlScalarText.Write(text, Habit(list, change)));
                Say(list, index, text);
            }
            else
            {
                _edits.DeleteLines(first, last);
                deleted.Add(index);
                _gone.Add(item);
            }
        }
        foreach ((int index, string text) in change.Replaced) ReplaceItem(list, index, text);
        Drop(list, deleted);
        if (added.Count == 0) return true;

        YamlNode lowest = list.Items[^1];
        int column = Dash(list.Items[^1]);
        if (column < 0) return _document.Refuse(lowest, $"found {lowest.Describe()} on another line than its dash", "write each item as '- item'");
        string lead = "-" + new string(' ', Math.Max(1, _source.Column(lowest.Start) - column - 1));
        _edits.InsertBelow(LastLine(lowest), column, added.Select(text => lead + YamlScalarText.Write(text, Habit(list, change))));
        Grow(list, added);
        return true;
    }

    private bool TryChangeFlow(YamlList list, ListChange change)
    {
        var added = new Queue<string>(change.Added);
        var deleted = new List<int>();
        foreach (int index in change.Removed)
        {
            YamlNode item = list.Items[index];
            if (added.TryDequeue(out string? text))
            {
                _edits.Replace(item.Start, item.End, YamlScalarText.Write(text, Habit(list, change), inFlow: true));
                Say(list, index, text);
            }
            else
            {
                deleted.Add(index);
                _gone.Add(item);
            }
        }
        foreach ((int index, string text) in change.Replaced) ReplaceItem(list, index, text);
        RemoveFlow(list, deleted);
        Drop(list, deleted);
        if (added.Count == 0) return true;
        AppendFlow(list, [.. added.Select(text => YamlScalarText.Write(text, Habit(list, change), inFlow: true))]);
        Grow(list, added);
        return true;
    }

    private void Say(YamlList list, int index, string text)
    {
        _gone.Add(list.Items[index]);
        _changed.Add(list);
        _expected[list].Items![index] = YamlValue.Of(text);
    }

    private void Drop(YamlList list, List<int> indexes)
    {
        if (indexes.Count > 0) _changed.Add(list);
        for (int i = indexes.Count - 1; i >= 0; i--) _expected[list].Items!.RemoveAt(indexes[i]);
    }

    private void Grow(YamlList list, IEnumerable<string> texts)
    {
        _changed.Add(list);
        _expected[list].Items!.AddRange(texts.Select(YamlValue.Of));
    }

    // The column of the dash in front of an item; -1 when something else stands there.
    private int Dash(YamlNode item)
    {
        int start = _source.Start(_source.LineOf(item.Start));
        ReadOnlySpan<char> before = _source.Text.AsSpan(start..item.Start).TrimEnd(' ');
        return before.EndsWith("-") && before[..^1].IndexOfAnyExcept(' ') < 0 ? before.Length - 1 : -1;
    }

    private int LastLine(YamlNode node) => _source.LineOf(Math.Max(node.Start, node.End - 1));

    private static char? Quote(YamlNode node) => node is YamlScalar { Quote: '\'' or '"' } scalar ? scalar.Quote : null;

    private static char? Habit(YamlList list, ListChange change) =>
        list.Items.OfType<YamlScalar>().LastOrDefault() is { } scalar ? Quote(scalar) ?? change.Quote : change.Quote;

    private static string Flow(IEnumerable<string> items, char? quote) => $"[{string.Join(", ", items.Select(item => YamlScalarText.Write(item, quote, inFlow: true)))}]";
}
