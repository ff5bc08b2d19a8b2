using Lookout.Configuration.Problems;

namespace Lookout.Configuration.Yaml;

/// <summary>One node of a configuration, with the place it was written. The tree has no types beyond text.</summary>
internal abstract class ConfigNode(Origin origin)
{
    public Origin Origin { get; } = origin;

    /// <summary>Set once a problem with this node has been noted: nobody is told twice about one value.</summary>
    public bool IsReported { get; set; }

    /// <summary>What an error message calls this node.</summary>
    public abstract string Describe();
}

/// <summary>Text. <see cref="Text"/> is what counts; <see cref="Written"/> is what stands in the file and may be shown.</summary>
internal sealed class ScalarNode(Origin origin, string text, bool quoted) : ConfigNode(origin)
{
    public string Text { get; set; } = text;

    /// <summary>The text before substitution, so that a message never shows what a variable held.</summary>
    public string Written { get; } = text;

    /// <summary>Nothing, as in <c>key:</c> or <c>key: ~</c>.</summary>
    public bool IsNull => !quoted && Text is "" or "~" or "null";

    public override string Describe() => IsNull ? "nothing" : $"'{Redaction.Show(Written)}'";
}

internal sealed class SequenceNode(Origin origin) : ConfigNode(origin)
{
    public List<ConfigNode> Items { get; } = [];

    public override string Describe() => "a list";
}

internal sealed class MappingNode(Origin origin) : ConfigNode(origin)
{
    public List<MappingEntry> Entries { get; } = [];

    public MappingEntry? Find(string key) => Entries.Find(entry => entry.Key == key);

    /// <summary>Puts a value in place of the one under the key, or adds it.</summary>
    public void Set(string key, Origin keyOrigin, ConfigNode value)
    {
        int at = Entries.FindIndex(entry => entry.Key == key);
        if (at < 0) Entries.Add(new MappingEntry(key, keyOrigin, value));
        else Entries[at] = Entries[at] with { Value = value };
    }

    public override string Describe() => "a group of keys";
}

internal sealed record MappingEntry(string Key, Origin KeyOrigin, ConfigNode Value);
