namespace Lookout.Migrate.Compose.Yaml;

/// <summary>A key to add to a map in block style: what it says, and its lines relative to the map's column.</summary>
internal sealed record NewKey(string Name, YamlValue Value, IReadOnlyList<string> Lines)
{
    /// <summary>A key whose value is written on its own line; <paramref name="yaml"/> may be any flow text.</summary>
    public static NewKey Inline(string name, string yaml, YamlValue value) => new(name, value, [$"{name}: {yaml}"]);

    /// <param name="name">The key.</param>
    /// <param name="items">What the list holds.</param>
    /// <param name="quote">How the items are quoted; null writes them plain where that is safe.</param>
    /// <param name="indent">How far the dashes stand right of the key.</param>
    public static NewKey List(string name, IReadOnlyList<string> items, char? quote, int indent) =>
        new(name, YamlValue.List(items), [$"{name}:", .. items.Select(item => $"{new string(' ', indent)}- {YamlScalarText.Write(item, quote)}")]);

    public static NewKey Map(string name, IReadOnlyCollection<KeyValuePair<string, string>> entries, int indent) =>
        new(name, YamlValue.Map(entries), [$"{name}:", .. entries.Select(entry => $"{new string(' ', indent)}{entry.Key}: {YamlScalarText.Write(entry.Value, '"')}")]);
}
