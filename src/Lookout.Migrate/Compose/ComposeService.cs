using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>One entry under <c>services</c>, and what it takes from elsewhere by alias or merge key.</summary>
internal sealed class ComposeService(YamlEntry entry)
{
    private const int MergeDepth = 8;

    public string Name => Entry.Key.Text;

    public YamlEntry Entry { get; } = entry;

    /// <summary>The body as written here; null when there is none or it is another node's, by alias.</summary>
    public YamlMap? Own => Entry.Value as YamlMap;

    /// <summary>The key as it takes effect: the service's own, or the first that a merge brings. Null when there is none.</summary>
    public EffectiveKey? Find(string key)
    {
        if (Entry.Value is YamlAlias alias) return alias.Meant is YamlMap target ? Find(target, key, alias, 0) : null;
        return Own is null ? null : Find(Own, key, null, 0);
    }

    private static EffectiveKey? Find(YamlMap map, string key, YamlNode? via, int depth)
    {
        if (map.Find(key) is { } own) return new EffectiveKey(own, via ?? (own.Value is YamlAlias ? own.Value : null));
        if (depth > MergeDepth || map.Find("<<") is not { } merge) return null;
        IEnumerable<YamlNode> sources = merge.Value.Meant is YamlList list ? list.Items : [merge.Value];
        foreach (YamlNode source in sources)
        {
            if (source.Meant is YamlMap merged && Find(merged, key, via ?? merge.Key, depth + 1) is { } found) return found;
        }
        return null;
    }
}

/// <summary>A service's key that takes effect.</summary>
/// <param name="Entry">Where it is written.</param>
/// <param name="Via">The alias or merge key in the service that brings it; null when it is the service's own.</param>
internal sealed record EffectiveKey(YamlEntry Entry, YamlNode? Via)
{
    public YamlNode Value => Entry.Value.Meant;

    public IReadOnlyList<YamlNode> Items => Value is YamlList list ? list.Items : [];
}
