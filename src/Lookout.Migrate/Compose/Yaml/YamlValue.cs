namespace Lookout.Migrate.Compose.Yaml;

/// <summary>
/// What a tree says, without where it says it: the yardstick for an edit. Expected changes are made here too, and the edited
/// text must then read back as exactly this.
/// </summary>
internal sealed class YamlValue
{
    private YamlValue(string? text) => Text = text;

    /// <summary>A scalar's text, <c>*name</c> for an alias; null for nothing and for a collection.</summary>
    public string? Text { get; }

    public bool IsAlias { get; private init; }

    public List<YamlValue>? Items { get; private init; }

    public Dictionary<string, YamlValue>? Keys { get; private init; }

    public static YamlValue Nothing() => new(null);

    public static YamlValue Of(string text) => new(text);

    public static YamlValue List(IEnumerable<string> items) => new(null) { Items = [.. items.Select(Of)] };

    public static YamlValue Map(IEnumerable<KeyValuePair<string, string>> entries) =>
        new(null) { Keys = entries.ToDictionary(entry => entry.Key, entry => Of(entry.Value), StringComparer.Ordinal) };

    /// <summary>A map whose keys have nothing below them.</summary>
    public static YamlValue Names(IEnumerable<string> names) => new(null) { Keys = names.ToDictionary(name => name, _ => Nothing(), StringComparer.Ordinal) };

    /// <summary>What a node says; each node's part is also filed under the node.</summary>
    public static YamlValue Of(YamlNode node, Dictionary<YamlNode, YamlValue>? filed = null)
    {
        YamlValue value = node switch
        {
            YamlScalar { IsNull: true } => Nothing(),
            YamlScalar scalar => Of(scalar.Text),
            YamlAlias alias => new YamlValue($"*{alias.Name}") { IsAlias = true },
            YamlList list => new YamlValue(null) { Items = [.. list.Items.Select(item => Of(item, filed))] },
            YamlMap map => new YamlValue(null) { Keys = map.Entries.ToDictionary(entry => entry.Key.Text, entry => Of(entry.Value, filed), StringComparer.Ordinal) },
            _ => throw new ArgumentException("not a node", nameof(node)),
        };
        filed?.Add(node, value);
        return value;
    }

    public bool Says(YamlValue other)
    {
        if (Text != other.Text || IsAlias != other.IsAlias) return false;
        if (Items is null != other.Items is null || Keys is null != other.Keys is null) return false;
        if (Items is not null && (Items.Count != other.Items!.Count || !Items.Zip(other.Items).All(pair => pair.First.Says(pair.Second)))) return false;
        return Keys is null
            || (Keys.Count == other.Keys!.Count && Keys.All(pair => other.Keys.TryGetValue(pair.Key, out YamlValue? value) && pair.Value.Says(value)));
    }
}
