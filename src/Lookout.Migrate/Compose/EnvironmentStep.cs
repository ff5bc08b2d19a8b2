using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>Variables that the caller wants set, in a file that writes them as a map or as a list of NAME=value.</summary>
internal sealed class EnvironmentStep(EditScope scope)
{
    // A dollar would start a variable of Compose.
    private readonly Dictionary<string, string> _wanted =
        scope.Edit.Environment.ToDictionary(pair => pair.Key, pair => pair.Value.Replace("$", "$$", StringComparison.Ordinal), StringComparer.Ordinal);

    public bool TryApply()
    {
        if (_wanted.Count == 0) return true;
        if (!scope.TryOwn(scope.Service, "environment", out YamlEntry? own)) return false;
        switch (own?.Value)
        {
            case null:
                scope.NewKeys.Add(NewKey.Map("environment", _wanted, scope.Compose.Indents.Map));
                return true;
            case YamlList list:
                return TryList(own, list);
            case YamlMap map:
                return TryMap(own, map);
            default:
                return Append(own, _wanted.Keys);
        }
    }

    private bool TryMap(YamlEntry own, YamlMap map)
    {
        var missing = new List<string>();
        foreach ((string name, string value) in _wanted)
        {
            if (map.Find(name) is not { } entry) missing.Add(name);
            else if (!scope.Draft.TrySet(map, entry, YamlScalarText.Write(value, '"'), YamlValue.Of(value))) return false;
        }
        return Append(own, missing);
    }

    private bool TryList(YamlEntry own, YamlList list)
    {
        var change = new ListChange();
        foreach ((string name, string value) in _wanted)
        {
            string text = $"{name}={value}";
            int at = list.Items.FindIndex(item => item.Meant is YamlScalar scalar && (scalar.Text == name || scalar.Text.StartsWith(name + "=", StringComparison.Ordinal)));
            if (at < 0) change.Added.Add(text);
            else if (((YamlScalar)list.Items[at].Meant).Text != text) change.Replaced.Add(at, text);
        }
        return scope.Draft.TryChange(scope.Body, own, change, scope.Compose.Indents.List);
    }

    private bool Append(YamlEntry own, IEnumerable<string> names) =>
        scope.Draft.TryAppend(scope.Body, own, [.. names.Select(name => KeyValuePair.Create(name, (string?)_wanted[name]))], scope.Compose.Indents.Map);
}
