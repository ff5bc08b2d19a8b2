namespace Lookout.Migrate.Compose.Yaml;

/// <summary>
/// One node and where it stands in the text: from its anchor or tag, or its first character, to just after its last one.
/// White space, comments and line breaks behind it are not part of it.
/// </summary>
internal abstract class YamlNode(int start, string? anchor, bool isTagged)
{
    public int Start { get; } = start;

    public int End { get; set; } = start;

    public string? Anchor { get; } = anchor;

    public bool IsTagged { get; } = isTagged;

    /// <summary>The node meant: an alias stands for its anchor's.</summary>
    public virtual YamlNode Meant => this;

    public bool Contains(YamlNode other) => Start <= other.Start && other.End <= End;

    /// <summary>What a message calls this node.</summary>
    public abstract string Describe();
}

internal sealed class YamlScalar(int start, string? anchor, bool isTagged, string text, char? quote) : YamlNode(start, anchor, isTagged)
{
    public string Text { get; } = text;

    /// <summary>' or " or, for a block scalar, | ; none for plain text.</summary>
    public char? Quote { get; } = quote;

    /// <summary>Nothing, as in <c>key:</c> or <c>key: ~</c>.</summary>
    public bool IsNull => Quote is null && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Describe() => IsNull ? "nothing" : $"'{Printable.Short(Text)}'";
}

internal sealed class YamlAlias(int start, string name, YamlNode target) : YamlNode(start, null, false)
{
    public string Name { get; } = name;

    public override YamlNode Meant { get; } = target;

    public override string Describe() => $"the alias *{Printable.Short(Name)}";
}

/// <summary>A list or a map, in block style (by indentation) or in flow style (in brackets).</summary>
internal abstract class YamlCollection(int start, string? anchor, bool isTagged, bool isFlow) : YamlNode(start, anchor, isTagged)
{
    public bool IsFlow { get; } = isFlow;

    /// <summary>Where each item or entry stands.</summary>
    public abstract IReadOnlyList<(int Start, int End)> Spans { get; }
}

internal sealed class YamlList(int start, string? anchor, bool isTagged, bool isFlow) : YamlCollection(start, anchor, isTagged, isFlow)
{
    public List<YamlNode> Items { get; } = [];

    public override IReadOnlyList<(int Start, int End)> Spans => [.. Items.Select(item => (item.Start, item.End))];

    public override string Describe() => "a list";
}

internal sealed class YamlMap(int start, string? anchor, bool isTagged, bool isFlow) : YamlCollection(start, anchor, isTagged, isFlow)
{
    public List<YamlEntry> Entries { get; } = [];

    public override IReadOnlyList<(int Start, int End)> Spans => [.. Entries.Select(entry => (entry.Key.Start, entry.End))];

    public YamlEntry? Find(string key) => Entries.Find(entry => entry.Key.Text == key);

    public override string Describe() => "a group of keys";
}

/// <param name="Key">The key.</param>
/// <param name="Colon">Where its colon stands; -1 when it has none, as in an explicit <c>? key</c>.</param>
/// <param name="Value">The value; an empty one stands just behind the colon.</param>
internal sealed record YamlEntry(YamlScalar Key, int Colon, YamlNode Value)
{
    public int End => Math.Max(Math.Max(Key.End, Colon + 1), Value.End);
}
