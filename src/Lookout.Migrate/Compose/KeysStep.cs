using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>The image and the keys around it. What is new stands below the image, in one block.</summary>
internal sealed class KeysStep(EditScope scope)
{
    public bool TryApply()
    {
        YamlEntry? image = scope.Body.Find("image");
        YamlEntry? build = scope.Body.Find("build");
        var added = new List<NewKey>();
        foreach ((string key, string? yaml) in HardenedKeys.For(scope.Edit))
        {
            // A build without an image gives its place to the image.
            if (key == "build" && image is null && build is not null) continue;
            if (!(yaml is null ? TryDrop(key) : TrySay(key, yaml, added))) return false;
        }
        if (!TryDeploy()) return false;
        foreach ((string key, string yaml) in HardenedKeys.WhereAbsent)
        {
            if (scope.Service.Find(key) is null) added.Add(NewKey.Inline(key, yaml, HardenedKeys.Read(yaml)));
        }

        added.AddRange(scope.NewKeys);
        string text = scope.Edit.Image.Replace("$", "$$", StringComparison.Ordinal);
        if (image is not null)
        {
            char? quote = image.Value is YamlScalar { Quote: '\'' or '"' } old ? old.Quote : null;
            return scope.Draft.TrySet(scope.Body, image, YamlScalarText.Write(text, quote), YamlValue.Of(text)) && scope.Draft.TryInsert(scope.Body, image, added);
        }
        added.Insert(0, NewKey.Inline("image", YamlScalarText.Write(text), YamlValue.Of(text)));
        return build is null ? scope.Draft.TryInsert(scope.Body, null, added) : scope.Draft.TryReplace(scope.Body, build, added);
    }

    private bool TrySay(string key, string yaml, List<NewKey> added)
    {
        YamlValue value = HardenedKeys.Read(yaml);
        if (scope.Body.Find(key) is { } own) return scope.Draft.TrySet(scope.Body, own, yaml, value);
        // A key of the service's own outweighs what a merge brings.
        if (scope.Service.Find(key) is not { } merged || !YamlValue.Of(merged.Value).Says(value)) added.Add(NewKey.Inline(key, yaml, value));
        return true;
    }

    private bool TryDrop(string key)
    {
        if (scope.Body.Find(key) is { } own) return scope.Draft.TryRemove(scope.Body, own);
        return scope.TryOwn(scope.Service, key, out _);
    }

    private bool TryDeploy()
    {
        if (scope.Service.Find("deploy") is not { Value: YamlMap deploy } found) return true;
        if (!TryPrune(deploy, HardenedKeys.GoneBelowDeploy, found.Via, out bool emptied)) return false;
        return !emptied || scope.Draft.TryRemove(scope.Body, found.Entry);
    }

    // Takes out what the paths name, and whatever is left empty by that: Compose takes an empty group for a mistake.
    private bool TryPrune(YamlMap map, IReadOnlyList<string[]> paths, YamlNode? via, out bool emptied)
    {
        emptied = false;
        var gone = new List<YamlEntry>();
        foreach (IGrouping<string, string[]> below in paths.GroupBy(path => path[0]))
        {
            if (map.Find(below.Key) is not { } entry) continue;
            YamlNode? through = via ?? entry.Value as YamlAlias;
            bool whole = below.First().Length == 1;
            if (whole && through is not null)
                return scope.Document.Refuse(through, $"found that '{below.Key}' below 'deploy' comes from elsewhere (line {scope.Document.LineNumber(entry.Key)})", "write 'deploy' out in the service itself");
            if (!whole && entry.Value.Meant is YamlMap inner && !TryPrune(inner, [.. below.Select(path => path[1..])], through, out whole)) return false;
            if (whole) gone.Add(entry);
        }
        emptied = gone.Count > 0 && gone.Count == map.Entries.Count;
        return emptied || gone.TrueForAll(entry => scope.Draft.TryRemove(map, entry));
    }
}
