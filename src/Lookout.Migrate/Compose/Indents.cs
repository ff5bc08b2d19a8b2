using Lookout.Migrate.Compose.Text;
using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>How far a file's author moves to the right, so that new lines look like the old ones.</summary>
internal sealed class Indents
{
    private const int Usual = 2;

    public Indents(YamlDocument document, YamlMap services)
    {
        SourceText source = document.Source;
        YamlMap? body = services.Entries.Select(entry => entry.Value).OfType<YamlMap>().FirstOrDefault(map => !map.IsFlow && map.Entries.Count > 0);
        if (body is not null && !services.IsFlow) Map = Math.Max(1, source.Column(body.Entries[0].Key.Start) - source.Column(services.Entries[0].Key.Start));
        List = FirstList(document.Root, source) ?? Map;
        for (int i = 1; i < document.Root.Entries.Count && !BlankBetween; i++)
        {
            int line = source.LineOf(document.Root.Entries[i].Key.Start);
            BlankBetween = line > 0 && source.IsBlank(line - 1);
        }
    }

    /// <summary>From a key to the keys below it.</summary>
    public int Map { get; } = Usual;

    /// <summary>From a key to the dashes below it; 0 is a habit too.</summary>
    public int List { get; }

    /// <summary>Whether a blank line parts the top-level keys.</summary>
    public bool BlankBetween { get; }

    private static int? FirstList(YamlMap map, SourceText source)
    {
        foreach (YamlEntry entry in map.Entries)
        {
            if (entry.Value is YamlList { IsFlow: false, Items.Count: > 0 } list && source.LineOf(list.Start) > source.LineOf(entry.Key.Start))
                return Math.Max(0, source.Column(list.Start) - source.Column(entry.Key.Start));
            if (entry.Value is YamlMap { IsFlow: false } below && FirstList(below, source) is { } found) return found;
        }
        return null;
    }
}
