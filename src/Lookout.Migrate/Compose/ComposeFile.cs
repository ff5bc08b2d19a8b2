using Lookout.Migrate.Compose.Text;
using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>A compose file that was read: its services in order and how the file is written.</summary>
internal sealed class ComposeFile
{
    private ComposeFile(YamlDocument document, YamlMap services, string? directory)
    {
        Document = document;
        Directory = directory;
        Services = [.. services.Entries.Select(entry => new ComposeService(entry))];
        Indents = new Indents(document, services);
    }

    public YamlDocument Document { get; }

    public IReadOnlyList<ComposeService> Services { get; }

    /// <summary>Where the file lies, for relative paths; null when its name does not say.</summary>
    public string? Directory { get; }

    public Indents Indents { get; }

    public YamlMap Root => Document.Root;

    public static bool TryRead(string file, ReadOnlySpan<byte> text, out ComposeFile? compose, out ComposeProblem? problem)
    {
        compose = null;
        if (text.Length > YamlLimits.Bytes)
        {
            problem = new ComposeProblem(file, 1, 1, $"found {text.Length} bytes", $"name a compose file; one of more than {YamlLimits.Bytes / 1024} KiB is none");
            return false;
        }
        if (!SourceText.TryDecode(text, out SourceText? source, out int line, out int column))
        {
            problem = new ComposeProblem(file, line, column, "found bytes that are not UTF-8", "save the file as UTF-8");
            return false;
        }
        var document = new YamlDocument(file, source!);
        if (YamlReader.TryRead(document) && TryServices(document, out YamlMap? services))
            compose = new ComposeFile(document, services!, Path.IsPathRooted(file) ? Path.GetDirectoryName(file) : null);
        problem = document.Problem;
        return compose is not null;
    }

    public ComposeService? Find(string name) => Services.FirstOrDefault(service => service.Name == name);

    private static bool TryServices(YamlDocument document, out YamlMap? services)
    {
        services = null;
        if (document.Root.Find("include") is { } include)
            return document.Refuse(include.Key, "found 'include': services of other files take part", "put them into this file ('docker-compose config' prints the whole) and drop 'include'");
        if (document.Root.Find("services") is not { } entry)
            return document.Refuse(document.Root, "found no 'services:'", "name a compose file of version 2 or later");
        if (entry.Value is not YamlMap map || map.Entries.Count == 0)
            return document.Refuse(entry.Value, $"found {entry.Value.Describe()} under 'services'", "write the services as a group of names");
        services = map;
        return true;
    }
}
