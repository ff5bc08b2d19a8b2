using System.Net;
using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary>The tree of a configuration to settings, with every default filled in and every problem noted.</summary>
internal sealed class SettingsReader(string baseDirectory, Directories directories, ProblemList problems)
{
    private const int MostCameras = 64;
    private const int MostHosts = 16;
    private const int MostViewers = 1024;

    private readonly List<PublishSettings> _publications = [];

    /// <summary>
    /// Reads the whole tree. The result is usable only if no error was noted. Cameras are empty when the tree has no
    /// <c>cameras</c> key at all; then the caller finds some.
    /// </summary>
    public LookoutSettings Read(MappingNode root)
    {
        Section all = Section.Open(root, "", problems, "http", "webrtc", "models", "face_recognition", "legacy", "cameras");
        Section http = Section.Open(all["http"], "http", problems, "listen");
        Section webRtc = Section.Open(all["webrtc"], "webrtc", problems, "listen", "hosts", "max_viewers", "tcp", "stun", "turn", "ice_servers");
        return new LookoutSettings
        {
            Http = new HttpSettings(ReadListen(http, "127.0.0.1:8080")),
            WebRtc = new WebRtcSettings(ReadListen(webRtc, ":8555"), ReadHosts(webRtc))
            {
                MaxViewers = webRtc.Int("max_viewers", 1, MostViewers, WebRtcSettings.DefaultMaxViewers),
                Tcp = webRtc.Bool("tcp", otherwise: true),
                Stun = IceServerReader.ReadStun(webRtc["stun"], problems),
                Turn = IceServerReader.ReadTurn(webRtc["turn"], baseDirectory, problems),
                IceServers = PlayerServersReader.Read(webRtc["ice_servers"], problems),
            },
            Models = ModelsReader.Read(all["models"], baseDirectory, directories.Models, problems),
            Recognition = RecognitionReader.Read(all["face_recognition"], baseDirectory, problems),
            Legacy = LegacyReader.Read(all["legacy"], all["cameras"] as MappingNode, problems),
            Cameras = all["cameras"] is { } cameras ? ReadCameras(cameras) : [],
            Publications = _publications,
            RunDirectory = directories.Run,
            DataDirectory = directories.Data,
            WebRoot = directories.Web,
        };
    }

    private static string ReadListen(Section section, string otherwise)
    {
        const string Expected = $"expected {ListenAddress.Grammar}";
        if (section.Text("listen", Expected) is not { } listen) return otherwise;
        if (ListenAddress.TryParse(listen.Text, out _)) return listen.Text;
        section.Wrong("listen", listen, Expected);
        return otherwise;
    }

    private static List<string> ReadHosts(Section section)
    {
        const string Expected = "expected a list of addresses or host names, such as [192.0.2.7, box.example.org]";
        switch (section["hosts"])
        {
            case null:
                return [];
            case SequenceNode { Items.Count: <= MostHosts } sequence:
                var hosts = new List<string>();
                foreach (ConfigNode item in sequence.Items)
                {
                    if (item is ScalarNode { IsNull: false } host && IsHost(host.Text)) hosts.Add(host.Text);
                    else section.Wrong("hosts", item, "expected an address or a host name, without a port");
                }
                return hosts;
            case SequenceNode tooMany:
                section.Wrong("hosts", tooMany, $"expected at most {MostHosts} entries");
                return [];
            case { } other:
                section.Wrong("hosts", other, Expected);
                return [];
        }
    }

    private static bool IsHost(string text)
    {
        UriHostNameType type = Uri.CheckHostName(text);
        // CheckHostName takes "1" for an IPv4 address; IPAddress.Any is nowhere a browser could go.
        if (type is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            return IPAddress.TryParse(text, out IPAddress? address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
        return type == UriHostNameType.Dns && text.Length <= 253;
    }

    private List<CameraSettings> ReadCameras(ConfigNode node)
    {
        const string Expected = "expected cameras by name, such as front: { source: \"v4l2:///dev/video0\" }";
        var cameras = new List<CameraSettings>();
        if (node is not MappingNode { Entries.Count: > 0 } mapping)
        {
            string found = node is MappingNode ? "nothing" : node.Describe();
            problems.Error(node.Origin, "cameras", $"found {found}, {Expected}");
            return cameras;
        }
        if (mapping.Entries.Count > MostCameras) problems.Error(mapping.Origin, "cameras", $"found {mapping.Entries.Count} cameras, expected at most {MostCameras}");
        foreach (MappingEntry entry in mapping.Entries)
        {
            string path = Section.Join("cameras", Redaction.Show(entry.Key));
            if (!CameraName.IsValid(entry.Key))
                problems.Error(entry.KeyOrigin, path, $"found '{Redaction.Show(entry.Key)}' as a camera's name, expected {CameraName.Grammar}");
            else if (CameraName.IsReserved(entry.Key))
                problems.Error(entry.KeyOrigin, path, $"found '{entry.Key}' as a camera's name, which the web server uses itself; expected another name");
            if (ReadCamera(entry, path) is { } camera) cameras.Add(camera);
        }
        return cameras;
    }

    private CameraSettings? ReadCamera(MappingEntry entry, string path)
    {
        Section section = Section.Open(entry.Value, path, problems, "source", "rotate", "detect", "renditions", "publish");
        Section detect = Section.Open(section["detect"], Section.Join(path, "detect"), problems, "faces", "people", "poses", "fps", "motion");
        var wanted = new DetectSettings(
            detect.Bool("faces", otherwise: true), detect.Bool("people", otherwise: true), detect.Bool("poses", otherwise: true),
            detect.Int("fps", 1, 30, DetectSettings.DefaultFps), detect.Bool("motion", otherwise: true));
        int rotate = ReadRotation(section);
        RenditionSettings renditions = RenditionsReader.Read(section["renditions"], Section.Join(path, "renditions"), problems);
        _publications.AddRange(PublishReader.Read(section["publish"], entry.Key, Section.Join(path, "publish"), baseDirectory, problems));
        const string Expected = "expected a source such as \"v4l2:///dev/video0\"";
        if (section["source"] is null)
        {
            if (entry.Value is MappingNode or ScalarNode { IsNull: true, IsReported: false })
                problems.Error(entry.KeyOrigin, Section.Join(path, "source"), $"found nothing, {Expected}");
            return null;
        }
        if (section.Text("source", Expected) is not { } text) return null;
        if (SourceUri.TryParse(text.Text, baseDirectory, out CameraSource? source, out string expected))
            return new CameraSettings(entry.Key, source!, rotate, wanted) { Renditions = renditions };
        section.Wrong("source", text, expected);
        return null;
    }

    private static int ReadRotation(Section section)
    {
        const string Expected = "expected 0, 90, 180 or 270 (degrees clockwise)";
        if (section.Text("rotate", Expected) is not { } text) return 0;
        switch (text.Text)
        {
            case "0": return 0;
            case "90": return 90;
            case "180": return 180;
            case "270": return 270;
            default:
                section.Wrong("rotate", text, Expected);
                return 0;
        }
    }
}
