using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary>A camera's <c>publish</c> list: where it is sent to. Messages never show a token.</summary>
internal static class PublishReader
{
    private const int Most = 4;

    /// <param name="node">The list, or null.</param>
    /// <param name="camera">Whose list it is.</param>
    /// <param name="path">The list's key.</param>
    /// <param name="baseDirectory">What a relative path is relative to.</param>
    /// <param name="problems">Where problems are noted.</param>
    public static IEnumerable<PublishSettings> Read(ConfigNode? node, string camera, string path, string baseDirectory, ProblemList problems)
    {
        switch (node)
        {
            case null or ScalarNode { IsNull: true }:
                return [];
            case SequenceNode { Items.Count: <= Most } list:
                return [.. list.Items.Select((item, i) => ReadOne(item, camera, $"{path}[{i}]", baseDirectory, problems)).OfType<PublishSettings>()];
            default:
                problems.Error(node.Origin, path, $"found {node.Describe()}, expected a list of at most {Most} WHIP endpoints, such as [{{ url: \"https://sfu.example.org/whip/front\", bearer_file: /run/secrets/whip }}]");
                return [];
        }
    }

    private static PublishSettings? ReadOne(ConfigNode node, string camera, string path, string baseDirectory, ProblemList problems)
    {
        const string Expected = "expected an http or https URL without user and password, such as \"https://sfu.example.org/whip/front\"";
        Section section = Section.Open(node, path, problems, "url", "bearer", "bearer_file");
        string? bearer = ReadToken(section, path, problems);
        string? file = ReadFile(section, baseDirectory);
        if (bearer is not null && file is not null) problems.Error(node.Origin, path, "expected bearer or bearer_file, not both");
        if (section.Text("url", Expected) is not { } url)
        {
            if (node is MappingNode && section["url"] is null) problems.Error(node.Origin, Section.Join(path, "url"), $"found nothing, {Expected}");
            return null;
        }

        if (Uri.TryCreate(url.Text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0)
            return new PublishSettings(camera, uri.AbsoluteUri, bearer, file);
        section.Wrong("url", url, Expected);
        return null;
    }

    private static string? ReadToken(Section section, string path, ProblemList problems)
    {
        if (section.Text("bearer", "expected a token") is not { } token) return null;
        if (BearerToken.IsValid(token.Text)) return token.Text;
        problems.Error(token.Origin, Section.Join(path, "bearer"), "expected a bearer token (RFC 6750): letters, digits and -._~+/=");
        return null;
    }

    private static string? ReadFile(Section section, string baseDirectory)
    {
        const string Expected = "expected the path of a file that holds a token, such as /run/secrets/whip";
        if (section.Text("bearer_file", Expected) is not { } text) return null;
        if (text.Text.Length > 0 && text.Text[^1] != '/' && !text.Text.Contains('\0')) return Path.GetFullPath(text.Text, baseDirectory);
        section.Wrong("bearer_file", text, Expected);
        return null;
    }
}
