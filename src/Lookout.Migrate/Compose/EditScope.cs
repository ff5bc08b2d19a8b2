using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>What the steps of one edit share.</summary>
internal sealed class EditScope(ComposeFile compose, ComposeEdit edit, ComposeService service, YamlMap body)
{
    public ComposeFile Compose { get; } = compose;

    public ComposeEdit Edit { get; } = edit;

    public string Socket { get; } = UnixPath.Normalize(edit.SocketPath)!;

    /// <summary>The service that becomes Lookout.</summary>
    public ComposeService Service { get; } = service;

    public YamlMap Body { get; } = body;

    public YamlDocument Document => Compose.Document;

    public YamlDraft Draft { get; } = new(compose.Document);

    /// <summary>Keys that the service has not and gets.</summary>
    public List<NewKey> NewKeys { get; } = [];

    public List<string> Notes { get; } = [];

    public IEnumerable<ComposeService> Others => Compose.Services.Where(other => other.Name != Service.Name);

    /// <summary>A key of a service to be changed where it stands: null when it has none, refused when it stands elsewhere.</summary>
    public bool TryOwn(ComposeService owner, string key, out YamlEntry? own)
    {
        own = null;
        if (owner.Find(key) is not { } effective) return true;
        if (effective.Via is { } via)
        {
            return Document.Refuse(via, $"found that '{key}' of '{Printable.Short(owner.Name)}' comes from elsewhere (line {Document.LineNumber(effective.Entry.Key)}) by {(via is YamlAlias ? "an alias" : "a merge key")}",
                $"write '{key}' out in the service itself");
        }
        own = effective.Entry;
        return true;
    }
}
