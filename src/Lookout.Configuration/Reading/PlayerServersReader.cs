using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary><c>webrtc.ice_servers</c>: what players are told to use. Messages never show a credential.</summary>
internal static class PlayerServersReader
{
    private const string Path = "webrtc.ice_servers";
    private const int Most = 8;
    private const int LongestSecret = 256;
    private static readonly string[] Schemes = ["stun:", "stuns:", "turn:", "turns:"];

    public static IReadOnlyList<IceServerSettings> Read(ConfigNode? node, ProblemList problems)
    {
        switch (node)
        {
            case null or ScalarNode { IsNull: true }:
                return [];
            case SequenceNode { Items.Count: <= Most } list:
                return [.. list.Items.Select((item, i) => ReadOne(item, $"{Path}[{i}]", problems)).OfType<IceServerSettings>()];
            default:
                problems.Error(node.Origin, Path, $"found {node.Describe()}, expected a list of at most {Most} servers, such as [{{ url: \"stun:stun.example.org:3478\" }}]");
                return [];
        }
    }

    private static IceServerSettings? ReadOne(ConfigNode node, string path, ProblemList problems)
    {
        const string Expected = "expected a URL such as \"stun:host:3478\" or \"turn:host:3478?transport=udp\"";
        Section section = Section.Open(node, path, problems, "url", "username", "credential", "secret");
        string? username = Word(section, "username", problems, path);
        string? credential = Word(section, "credential", problems, path);
        string? secret = Word(section, "secret", problems, path);
        if (section.Text("url", Expected) is not { } url)
        {
            if (node is MappingNode && section["url"] is null) problems.Error(node.Origin, Section.Join(path, "url"), $"found nothing, {Expected}");
            return null;
        }

        if (!IsUrl(url.Text))
        {
            section.Wrong("url", url, Expected);
            return null;
        }

        bool isTurn = url.Text.StartsWith("turn", StringComparison.Ordinal);
        if (isTurn && secret is null == (username is null || credential is null))
        {
            problems.Error(url.Origin, path, "a TURN server needs either username and credential, or a secret");
            return null;
        }

        if (!isTurn && (username ?? credential ?? secret) is not null)
        {
            problems.Error(url.Origin, path, "a STUN server takes no username, credential or secret");
            return null;
        }

        return new IceServerSettings(url.Text, username, credential, secret);
    }

    private static string? Word(Section section, string key, ProblemList problems, string path)
    {
        if (section.Text(key, "expected a text") is not { } text) return null;
        if (text.Text.Length is > 0 and <= LongestSecret && !text.Text.Any(c => c is < ' ' or > '~')) return text.Text;
        problems.Error(text.Origin, Section.Join(path, key), $"expected 1 to {LongestSecret} printable ASCII characters");
        return null;
    }

    // It goes into a header between angle brackets.
    private static bool IsUrl(string url)
    {
        string? scheme = Array.Find(Schemes, s => url.StartsWith(s, StringComparison.Ordinal));
        if (scheme is null || url.Length > 300) return false;
        string rest = url[scheme.Length..];
        int query = rest.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0 && (scheme[0] == 's' || rest[query..] is not ("?transport=udp" or "?transport=tcp"))) return false;
        string authority = query < 0 ? rest : rest[..query];
        return Uri.TryCreate($"ice://{authority}/", UriKind.Absolute, out Uri? uri)
            && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            && uri.UserInfo.Length == 0 && uri.AbsolutePath == "/" && uri.Port != 0
            && !authority.Any(c => c is <= ' ' or > '~' or '<' or '>' or '"' or '/' or '\\');
    }
}
