using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>One item of a service's <c>volumes</c>, in the short syntax <c>source:target[:mode]</c> or the long one.</summary>
/// <param name="Source">A host path, a volume's name, or null for an anonymous volume.</param>
/// <param name="Target">Where it is seen in the container.</param>
/// <param name="IsReadOnly">Whether it is mounted read-only.</param>
internal sealed record VolumeEntry(Interpolated? Source, Interpolated Target, bool IsReadOnly)
{
    /// <summary>The place in the container in its plainest form; null when a variable hides it.</summary>
    public string? TargetPath => Target.Known is { } target ? UnixPath.Normalize(target) : null;

    /// <summary>Reads an item; null when it is neither syntax.</summary>
    public static VolumeEntry? Of(YamlNode item) => item.Meant switch
    {
        YamlScalar { IsNull: false } scalar => Short(scalar.Text),
        YamlMap map => Long(map),
        _ => null,
    };

    private static VolumeEntry? Short(string text)
    {
        List<string> parts = Interpolated.SplitAtColons(text);
        if (parts.Count == 1) return new VolumeEntry(null, Interpolated.Of(parts[0]), false);
        return new VolumeEntry(Interpolated.Of(parts[0]), Interpolated.Of(parts[1]), parts.Count > 2 && parts[2].Split(',').Contains("ro"));
    }

    private static VolumeEntry? Long(YamlMap map)
    {
        if (Text(map, "target") is not { } target) return null;
        Interpolated? source = Text(map, "source") is { } written ? Interpolated.Of(written) : null;
        return new VolumeEntry(source, Interpolated.Of(target), Text(map, "read_only") is "true");
    }

    private static string? Text(YamlMap map, string key) => map.Find(key)?.Value.Meant is YamlScalar { IsNull: false } scalar ? scalar.Text : null;
}
