using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>Whether a service is written in a way that keys can be put in and taken out.</summary>
internal static class ServiceGuard
{
    public static bool TryOpen(ComposeFile compose, string name, out ComposeService? service, out YamlMap? body)
    {
        body = null;
        service = compose.Find(name);
        YamlDocument document = compose.Document;
        string shown = Printable.Short(name);
        if (service is null)
        {
            string known = string.Join(", ", compose.Services.Take(10).Select(other => Printable.Short(other.Name)));
            return document.Refuse(document.Root.Find("services")!.Key, $"found no service '{shown}'", $"name one of: {known}");
        }
        YamlNode value = service.Entry.Value;
        if (value is YamlAlias alias) return document.Refuse(alias, $"found that '{shown}' is {alias.Describe()}", "write the service out");
        if (value.IsTagged) return document.Refuse(value, $"found a tag (!) on '{shown}'", "remove it");
        if (value is not YamlMap map || map.Entries.Count == 0) return document.Refuse(value, $"found {value.Describe()} under '{shown}'", "write the service as a group of keys");
        if (map.IsFlow) return document.Refuse(map, $"found '{shown}' in braces", "write the service in block style, each key on a line of its own");
        if (service.Find("extends") is { } extends) return document.Refuse(extends.Via ?? extends.Entry.Key, $"found 'extends' in '{shown}': its keys are written elsewhere", "write the service out and drop 'extends'");
        body = map;
        return TryUnextended(compose, name);
    }

    private static bool TryUnextended(ComposeFile compose, string name)
    {
        foreach (ComposeService other in compose.Services)
        {
            if (other.Find("extends") is not { } extends) continue;
            bool extended = extends.Value switch
            {
                YamlScalar scalar => scalar.Text == name,
                YamlMap map => map.Find("file") is null && map.Find("service")?.Value.Meant is YamlScalar scalar && scalar.Text == name,
                _ => false,
            };
            if (extended)
                return compose.Document.Refuse(extends.Via ?? extends.Entry.Key, $"found that '{Printable.Short(other.Name)}' extends '{Printable.Short(name)}' and would change with it", $"write '{Printable.Short(other.Name)}' out and drop 'extends'");
        }
        return true;
    }
}
