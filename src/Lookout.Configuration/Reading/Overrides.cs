using Lookout.Configuration.Problems;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary>
/// LOOKOUT_* variables over the keys of the file: LOOKOUT_HTTP_LISTEN is http.listen, LOOKOUT_CAMERAS_FRONT_SOURCE is
/// cameras.front.source. Each becomes a node that remembers its variable, so a bad value is reported by that name.
/// </summary>
internal sealed class Overrides(IReadOnlyDictionary<string, string> variables, ProblemList problems)
{
    private const string Prefix = "LOOKOUT_";
    private const string CameraPrefix = "LOOKOUT_CAMERAS_";

    private static readonly string[] Keys =
    [
        "http.listen", "webrtc.listen", "webrtc.hosts", "webrtc.max_viewers", "webrtc.tcp", "webrtc.stun",
        "models.dir", "models.faces", "models.people", "models.poses", "models.face_embedding", "models.body_embedding",
        "models.provider", "models.when_missing", "models.device", "models.fp16",
        "face_recognition.enabled", "face_recognition.recognition_threshold", "face_recognition.unknown_hours", "face_recognition.key_file",
        "legacy.socket", "legacy.camera",
    ];
    private static readonly string[] CameraKeys =
    [
        "detect.faces", "detect.people", "detect.poses", "detect.fps", "detect.motion", "renditions.full", "renditions.half", "renditions.quarter",
        "source", "rotate",
    ];

    // Variables that are no keys of the file: directories, set-up, and what the supervisor tells a worker.
    private static readonly string[] NotKeys =
        ["LOOKOUT_RUN_DIR", "LOOKOUT_DATA_DIR", "LOOKOUT_DEMO_DIR", "LOOKOUT_CACHE", "LOOKOUT_SERVER_RESTARTS", "LOOKOUT_SERVICE_RESTARTS"];

    public void Apply(MappingNode root)
    {
        foreach ((string name, string value) in variables.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || Array.IndexOf(NotKeys, name) >= 0) continue;
            if (Array.Find(Keys, key => VariableOf(key) == name) is { } known) Put(root, known.Split('.'), name, value);
            else if (!name.StartsWith(CameraPrefix, StringComparison.Ordinal) || !TryCamera(root, name, value)) WarnIfMeant(name);
        }
    }

    private static string VariableOf(string key) => Prefix + key.Replace('.', '_').Replace('-', '_').ToUpperInvariant();

    private static bool TryCamera(MappingNode root, string name, string value)
    {
        string rest = name[CameraPrefix.Length..];
        foreach (string key in CameraKeys)
        {
            string suffix = "_" + key.Replace('.', '_').ToUpperInvariant();
            if (!rest.EndsWith(suffix, StringComparison.Ordinal) || rest.Length == suffix.Length) continue;
            string camera = rest[..^suffix.Length];
            // A camera of the file may be called front-door; a variable can only say FRONT_DOOR.
            string named = (root.Find("cameras")?.Value as MappingNode)?.Entries
                .Find(entry => string.Equals(entry.Key.Replace('-', '_'), camera, StringComparison.OrdinalIgnoreCase))?.Key ?? camera.ToLowerInvariant();
            Put(root, ["cameras", named, .. key.Split('.')], name, value);
            return true;
        }
        return false;
    }

    private static void Put(MappingNode root, ReadOnlySpan<string> path, string variable, string value)
    {
        Origin origin = Origin.OfVariable(variable);
        MappingNode parent = root;
        foreach (string step in path[..^1])
        {
            ConfigNode? at = parent.Find(step)?.Value;
            if (at is not (null or MappingNode or ScalarNode { IsNull: true })) return; // reported as wrong when the tree is read
            var child = at as MappingNode ?? new MappingNode(origin);
            if (child != at) parent.Set(step, origin, child);
            parent = child;
        }
        parent.Set(path[^1], origin, path[^1] is "hosts" or "stun" ? ListOf(value, origin) : new ScalarNode(origin, value, quoted: true));
    }

    private static SequenceNode ListOf(string value, Origin origin)
    {
        var list = new SequenceNode(origin);
        foreach (string item in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            list.Items.Add(new ScalarNode(origin, item, quoted: true));
        return list;
    }

    // Other programs may use the prefix too, so only what looks like one of ours is worth a word.
    private void WarnIfMeant(string name)
    {
        string? near = NearestWord.Find(name, [.. Keys.Select(VariableOf), .. NotKeys]);
        bool inSection = name.StartsWith("LOOKOUT_HTTP_", StringComparison.Ordinal) || name.StartsWith("LOOKOUT_WEBRTC_", StringComparison.Ordinal)
            || name.StartsWith("LOOKOUT_MODELS_", StringComparison.Ordinal) || name.StartsWith("LOOKOUT_LEGACY_", StringComparison.Ordinal)
            || name.StartsWith("LOOKOUT_FACE_RECOGNITION_", StringComparison.Ordinal)
            || name.StartsWith(CameraPrefix, StringComparison.Ordinal);
        if (near is null && !inSection) return;
        string hint = near is null ? $"expected one of {string.Join(", ", Keys.Select(VariableOf))} or {CameraPrefix}<NAME>_SOURCE, _ROTATE, _DETECT_FACES, _DETECT_PEOPLE, _DETECT_POSES, _DETECT_FPS, _RENDITIONS_FULL" : $"did you mean {near}?";
        problems.Warning(Origin.OfVariable(name), "", $"no such key, ignored; {hint}");
    }
}
