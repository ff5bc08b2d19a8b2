using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary><c>webrtc.stun</c> and <c>webrtc.turn</c>: the servers we use ourselves. What a key holds is never shown.</summary>
internal static class IceServerReader
{
    private const int MostServers = 4;
    private const int LongestName = 128;
    private static readonly string[] KeyNames = ["credential", "credential_file", "secret", "secret_file"];

    public static IReadOnlyList<StunSettings> ReadStun(ConfigNode? node, ProblemList problems)
    {
        const string Expected = "expected a list of STUN servers, such as [\"stun.example.org:3478\"]";
        var servers = new List<StunSettings>();
        foreach (ConfigNode item in Items(node, "webrtc.stun", Expected, problems))
        {
            if (item is ScalarNode { IsNull: false } text && ServerUri.TryParseAuthority(text.Text, out string host, out int port)) servers.Add(new StunSettings(host, port));
            else Wrong(item, "webrtc.stun", "expected a server such as stun.example.org:3478", problems);
        }

        return servers;
    }

    public static IReadOnlyList<TurnSettings> ReadTurn(ConfigNode? node, string baseDirectory, ProblemList problems)
    {
        const string Expected = "expected a list of TURN servers, such as [{ url: \"turn:turn.example.org:3478\", username: lookout, credential: \"${TURN_PASSWORD}\" }]";
        var servers = new List<TurnSettings>();
        int index = 0;
        foreach (ConfigNode item in Items(node, "webrtc.turn", Expected, problems))
            if (ReadServer(item, $"webrtc.turn[{index++}]", baseDirectory, problems) is { } server) servers.Add(server);
        return servers;
    }

    private static TurnSettings? ReadServer(ConfigNode item, string path, string baseDirectory, ProblemList problems)
    {
        Section section = Section.Open(item, path, problems, ["url", "username", .. KeyNames]);
        if (item is not MappingNode mapping) return null;
        const string Expected = "expected a TURN server such as \"turn:turn.example.org:3478?transport=udp\" (or tcp)";
        if (section["url"] is null) problems.Error(item.Origin, Section.Join(path, "url"), $"found nothing, {Expected}");
        ScalarNode? url = section.Text("url", Expected);
        string host = "";
        int port = 0;
        bool isTcp = false;
        if (url is not null && !ServerUri.TryParseTurn(url.Text, out host, out port, out isTcp)) section.Wrong("url", url, Expected);

        string username = section.Text("username", "expected a name")?.Text ?? "";
        string[] given = [.. KeyNames.Where(key => mapping.Find(key) is not null)];
        string keys = string.Join(", ", KeyNames);
        if (given.Length != 1)
        {
            problems.Error(item.Origin, path, $"found {(given.Length == 0 ? "none" : "more than one")} of {keys}, expected one of them");
            return null;
        }

        bool isShared = given[0].StartsWith("secret", StringComparison.Ordinal);
        bool isFile = given[0].EndsWith("_file", StringComparison.Ordinal);
        if (username.Length > LongestName || (username.Length == 0 && !isShared))
            problems.Error(mapping.Find("username")?.Value.Origin ?? item.Origin, Section.Join(path, "username"), $"expected a name of 1 to {LongestName} characters, which only a secret goes without");
        // Neither the value nor its length is told.
        if (mapping.Find(given[0])!.Value is not ScalarNode { IsNull: false, Text.Length: > 0 } key)
        {
            problems.Error(mapping.Find(given[0])!.Value.Origin, Section.Join(path, given[0]), isFile ? "expected the path of a file" : "expected a text, best \"${VARIABLE}\"");
            return null;
        }

        return new TurnSettings(host, port, isTcp, username, isShared, isFile ? "" : key.Text, isFile ? Path.GetFullPath(key.Text, baseDirectory) : "");
    }

    private static List<ConfigNode> Items(ConfigNode? node, string path, string expected, ProblemList problems)
    {
        switch (node)
        {
            case null:
                return [];
            case SequenceNode { Items.Count: <= MostServers } sequence:
                return sequence.Items;
            case SequenceNode tooMany:
                Wrong(tooMany, path, $"expected at most {MostServers} entries", problems);
                return [];
            case { } other:
                Wrong(other, path, expected, problems);
                return [];
        }
    }

    private static void Wrong(ConfigNode found, string path, string expected, ProblemList problems)
    {
        if (!found.IsReported) problems.Error(found.Origin, path, $"found {found.Describe()}, {expected}");
    }
}
