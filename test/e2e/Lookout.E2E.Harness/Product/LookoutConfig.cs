using System.Globalization;
using System.Text;

namespace Lookout.E2E.Harness.Product;

/// <summary>A lookout.yml with ports of its own.</summary>
public sealed class LookoutConfig
{
    /// <summary>The pattern every bystander camera shows: frames made inside camera-server, no file, no device.</summary>
    public const string Clock = "test://clock?width=320&height=240&fps=15";

    private readonly List<(string Name, string Source, bool Faces, bool People)> _cameras = [];
    private readonly List<(string Camera, string Url, string? TokenFile)> _publications = [];

    /// <summary>Address the page and the API listen on.</summary>
    public string HttpAddress { get; init; } = "127.0.0.1";

    /// <summary>TCP port of the page and the API.</summary>
    public int HttpPort { get; init; } = FreePort.Next();

    /// <summary>UDP port of the media.</summary>
    public int MediaPort { get; init; } = FreePort.Next();

    /// <summary>models.dir; null leaves the product's default.</summary>
    public string? Models { get; init; }

    /// <summary>face_recognition.enabled.</summary>
    public bool Recognition { get; init; }

    /// <summary>Adds a camera by source URI.</summary>
    public LookoutConfig With(string name, string source, bool faces = false, bool people = false)
    {
        _cameras.Add((name, source, faces, people));
        return this;
    }

    /// <summary>Adds a clip by file path.</summary>
    public LookoutConfig WithClip(string name, string path, bool faces = false, bool people = false) =>
        With(name, new Uri(path).AbsoluteUri, faces, people);

    /// <summary>Publishes a camera at a WHIP endpoint.</summary>
    public LookoutConfig Publish(string camera, string url, string? tokenFile = null)
    {
        _publications.Add((camera, url, tokenFile));
        return this;
    }

    /// <summary>The file's text.</summary>
    public string ToYaml()
    {
        var yaml = new StringBuilder();
        yaml.AppendLine(CultureInfo.InvariantCulture, $$"""http:   { listen: "{{HttpAddress}}:{{HttpPort}}" }""");
        yaml.AppendLine(CultureInfo.InvariantCulture, $$"""webrtc: { listen: ":{{MediaPort}}" }""");
        if (Models is not null) yaml.AppendLine(CultureInfo.InvariantCulture, $$"""models: { dir: "{{Models}}" }""");
        if (Recognition) yaml.AppendLine("face_recognition: { enabled: true }");
        yaml.AppendLine("cameras:");
        foreach ((string name, string source, bool faces, bool people) in _cameras)
            yaml.AppendLine(CultureInfo.InvariantCulture, $"  {name}: {{ source: \"{source}\", detect: {{ faces: {Word(faces)}, people: {Word(people)} }}{Published(name)} }}");
        return yaml.ToString();
    }

    private string Published(string camera)
    {
        IEnumerable<string> entries =
            from publication in _publications
            where publication.Camera == camera
            let token = publication.TokenFile is null ? "" : $", bearer_file: \"{publication.TokenFile}\""
            select $"{{ url: \"{publication.Url}\"{token} }}";
        string list = string.Join(", ", entries);
        return list.Length == 0 ? "" : $", publish: [{list}]";
    }

    private static string Word(bool value) => value ? "true" : "false";
}
