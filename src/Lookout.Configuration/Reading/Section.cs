using System.Globalization;
using Lookout.Configuration.Problems;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary>
/// One group of keys being read. Made with the complete list of its keys, it reports every key that is not on it, so
/// that a misspelt key never passes as a default.
/// </summary>
internal readonly struct Section
{
    private readonly MappingNode? _node;
    private readonly string _path;
    private readonly ProblemList _problems;

    private Section(MappingNode? node, string path, ProblemList problems)
    {
        _node = node;
        _path = path;
        _problems = problems;
    }

    /// <summary>Opens a group. A null or empty node is an empty group, whose keys all have their defaults.</summary>
    public static Section Open(ConfigNode? node, string path, ProblemList problems, params ReadOnlySpan<string> keys)
    {
        var mapping = node as MappingNode;
        if (mapping is null && node is not (null or ScalarNode { IsNull: true }))
            problems.Error(node.Origin, path, $"found {node.Describe()}, expected a group of keys: {string.Join(", ", keys)}");
        foreach (MappingEntry entry in mapping?.Entries ?? [])
        {
            if (keys.Contains(entry.Key)) continue;
            string hint = NearestWord.Find(entry.Key, keys.ToArray()) is { } near ? $"; did you mean '{near}'?" : "";
            problems.Error(entry.KeyOrigin, Join(path, Redaction.Show(entry.Key)), $"unknown key, expected {ListOf(keys)}{hint}");
        }
        return new Section(mapping, path, problems);
    }

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public ConfigNode? this[string key] => _node?.Find(key)?.Value;

    /// <summary>A text, or null when the key is absent or its value is no text (then a problem is noted).</summary>
    public ScalarNode? Text(string key, string expected)
    {
        switch (this[key])
        {
            case null:
                return null;
            case ScalarNode { IsNull: false } scalar:
                return scalar;
            case { } other:
                Wrong(key, other, expected);
                return null;
        }
    }

    public bool Bool(string key, bool otherwise)
    {
        const string Expected = "expected true or false";
        if (Text(key, Expected) is not { } scalar) return otherwise;
        if (scalar.Text == "true") return true;
        if (scalar.Text == "false") return false;
        Wrong(key, scalar, Expected);
        return otherwise;
    }

    /// <summary>A whole number within limits, both included.</summary>
    public int Int(string key, int least, int most, int otherwise) =>
        Int(key, least, most, otherwise, $"expected a whole number from {least} to {most}");

    /// <inheritdoc cref="Int(string, int, int, int)"/>
    public int Int(string key, int least, int most, int otherwise, string expected)
    {
        if (Text(key, expected) is not { } scalar) return otherwise;
        if (int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most) return number;
        Wrong(key, scalar, expected);
        return otherwise;
    }

    public void Wrong(string key, ConfigNode found, string expected)
    {
        if (!found.IsReported) _problems.Error(found.Origin, Join(_path, key), $"found {found.Describe()}, {expected}");
    }

    private static string ListOf(ReadOnlySpan<string> keys) =>
        keys.Length == 1 ? $"'{keys[0]}'" : $"one of {string.Join(", ", keys)}";
}
