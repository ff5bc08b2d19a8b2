using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>The service's published ports: the page on the box alone, media for everybody, unless the file publishes them its own way.</summary>
internal sealed class PortsStep(EditScope scope)
{
    private const int Media = 8555;

    private readonly ListChange _change = new() { Quote = '"' };
    private readonly List<Wanted> _wanted =
    [
        new("127.0.0.1:8080:8080", new PortEntry("127.0.0.1", new(8080, 8080), new(8080, 8080), "tcp")),
        new("8555:8555/udp", new PortEntry(null, new(Media, Media), new(Media, Media), "udp")),
        new("8555:8555/tcp", new PortEntry(null, new(Media, Media), new(Media, Media), "tcp")),
    ];

    public bool TryApply()
    {
        if (!TryNetwork(out bool ownNetwork)) return false;
        if (!ownNetwork) return true;

        IReadOnlyList<YamlNode> items = scope.Service.Find("ports")?.Items ?? [];
        foreach (YamlNode item in items) Find(item);
        for (int i = 0; i < items.Count; i++)
        {
            if (!TryMakeRoom(i, items[i])) return false;
        }
        foreach (Wanted wanted in _wanted.Where(wanted => !wanted.IsThere))
        {
            if (!TryFree(wanted)) return false;
            _change.Added.Add(wanted.Text);
        }
        if (_change.IsEmpty) return true;

        if (!scope.TryOwn(scope.Service, "ports", out YamlEntry? own)) return false;
        if (own is not null) return scope.Draft.TryChange(scope.Body, own, _change, scope.Compose.Indents.List);
        scope.NewKeys.Add(NewKey.List("ports", _change.Added, '"', scope.Compose.Indents.List));
        return true;
    }

    // On the host's network there is nothing to publish, and in another container's only that one can.
    private bool TryNetwork(out bool ownNetwork)
    {
        ownNetwork = true;
        if (scope.Service.Find("network_mode") is not { Value: YamlScalar { IsNull: false } mode } found) return true;
        if (Interpolated.Of(mode.Text).Known is not { } known)
            return scope.Document.Refuse(found.Via ?? mode, $"found network_mode {mode.Describe()}, a variable without a default", "write the mode out, or give the variable a default: ${NAME:-host}");
        ownNetwork = known is "bridge" or "default";
        if (!ownNetwork && known != "host")
            scope.Notes.Add($"service '{scope.Service.Name}' has network_mode {Printable.Short(known)}: ports 8080/tcp, 8555/udp and 8555/tcp must be published there");
        return true;
    }

    private void Find(YamlNode item)
    {
        if (PortEntry.Of(item) is not { } port)
        {
            scope.Notes.Add($"which ports line {scope.Document.LineNumber(item)} publishes is not known here; Lookout has 8080/tcp, 8555/udp and 8555/tcp");
            return;
        }
        foreach (Wanted wanted in _wanted.Where(wanted => port.Protocol == wanted.Port.Protocol && port.Container.Meets(wanted.Port.Container)))
        {
            wanted.IsThere = true;
            if (wanted.Port.Container.First == Media && port.Host != port.Container)
                scope.Notes.Add($"port 8555/{port.Protocol} is published as another (line {scope.Document.LineNumber(item)}), but viewers are told 8555");
        }
    }

    private bool TryMakeRoom(int index, YamlNode item)
    {
        if (PortEntry.Of(item) is not { } port) return true;
        if (_wanted.Exists(wanted => port.Protocol == wanted.Port.Protocol && port.Container.Meets(wanted.Port.Container))) return true;
        if (_wanted.Find(wanted => !wanted.IsThere && port.CollidesWith(wanted.Port)) is not { } meant)
        {
            scope.Notes.Add($"published port {port.Container}/{port.Protocol} (line {scope.Document.LineNumber(item)}) now leads nowhere: Lookout listens on 8080 and 8555");
            return true;
        }
        if (port.Host is { } host && host.First != host.Last)
            return scope.Document.Refuse(item, $"found the range {host}, which takes port {meant.Port.Host} of the host", "leave that port out of it");
        meant.IsThere = true;
        _change.Replaced.Add(index, meant.Text);
        scope.Notes.Add($"port {meant.Port.Host}/{port.Protocol} of the host led to {port.Container} (line {scope.Document.LineNumber(item)}) and now leads to Lookout's {meant.Port.Container}");
        return true;
    }

    private bool TryFree(Wanted wanted)
    {
        foreach (ComposeService other in scope.Others)
        {
            foreach (YamlNode item in other.Find("ports")?.Items ?? [])
            {
                if (PortEntry.Of(item) is { } port && port.CollidesWith(wanted.Port))
                {
                    return scope.Document.Refuse(item, $"found that '{Printable.Short(other.Name)}' has port {wanted.Port.Host}/{wanted.Port.Protocol} of the host, which Lookout needs",
                        wanted.Port.Container.First == Media ? "publish it as another port" : $"publish it as another port, or Lookout's: add \"127.0.0.1:8081:8080\" to the ports of '{Printable.Short(scope.Service.Name)}'");
                }
            }
        }
        return true;
    }

    private sealed record Wanted(string Text, PortEntry Port)
    {
        public bool IsThere { get; set; }
    }
}
