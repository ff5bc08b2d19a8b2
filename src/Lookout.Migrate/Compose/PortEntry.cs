using System.Globalization;
using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>One item of a service's <c>ports</c>: <c>[[address:]host:]container[/protocol]</c>, a bare number, or the long syntax.</summary>
/// <param name="Address">The host's address it is bound to; null for all.</param>
/// <param name="Host">Ports on the host; null when Docker picks one.</param>
/// <param name="Container">Ports in the container.</param>
/// <param name="Protocol">tcp or udp.</param>
internal sealed record PortEntry(string? Address, PortRange? Host, PortRange Container, string Protocol)
{
    /// <summary>Reads an item; null when it is none or a variable hides a number.</summary>
    public static PortEntry? Of(YamlNode item) => item.Meant switch
    {
        YamlScalar { IsNull: false } scalar => Interpolated.Of(scalar.Text).Known is { } text ? Short(text) : null,
        YamlMap map => Long(map),
        _ => null,
    };

    /// <summary>Whether both want the same port of the host.</summary>
    public bool CollidesWith(PortEntry other) =>
        Host is { } mine && other.Host is { } theirs && Protocol == other.Protocol && mine.Meets(theirs)
        && (IsAny(Address) || IsAny(other.Address) || Address == other.Address);

    private static bool IsAny(string? address) => address is null or "" or "0.0.0.0" or "::" or "[::]";

    private static PortEntry? Short(string text)
    {
        string[] halves = text.Split('/');
        if (halves.Length > 2) return null;
        string protocol = halves.Length == 2 ? halves[1].ToLowerInvariant() : "tcp";
        int last = halves[0].LastIndexOf(':');
        if (PortRange.Of(halves[0][(last + 1)..]) is not { } container) return null;
        if (last < 0) return new PortEntry(null, null, container, protocol);
        string rest = halves[0][..last];
        int first = rest.LastIndexOf(':');
        string? address = first < 0 ? null : rest[..first];
        string published = rest[(first + 1)..];
        if (published.Length == 0) return new PortEntry(address, null, container, protocol);
        return PortRange.Of(published) is { } host ? new PortEntry(address, host, container, protocol) : null;
    }

    private static PortEntry? Long(YamlMap map)
    {
        if (Text(map, "target") is not { } target || PortRange.Of(target) is not { } container) return null;
        PortRange? host = Text(map, "published") is { } published ? PortRange.Of(published) : null;
        if (host is null && map.Find("published") is not null) return null;
        return new PortEntry(Text(map, "host_ip"), host, container, Text(map, "protocol") ?? "tcp");
    }

    private static string? Text(YamlMap map, string key) =>
        map.Find(key)?.Value.Meant is YamlScalar { IsNull: false } scalar ? Interpolated.Of(scalar.Text).Known : null;
}

internal readonly record struct PortRange(int First, int Last)
{
    public static PortRange? Of(string text)
    {
        string[] ends = text.Split('-');
        if (ends.Length > 2 || !ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort first)) return null;
        if (ends.Length == 1) return new PortRange(first, first);
        return ushort.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort last) && last >= first ? new PortRange(first, last) : null;
    }

    public bool Meets(PortRange other) => First <= other.Last && other.First <= Last;

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
