using System.Text;
using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary>The <c>legacy</c> group. Without a socket, or with an empty one, there is no such service.</summary>
internal static class LegacyReader
{
    /// <summary>sun_path of unix(7) holds 108 bytes with the NUL that ends it.</summary>
    private const int LongestPath = 107;
    private const string Expected = "expected the absolute path of a Unix socket, such as /tmp/native_inference.sock";

    /// <param name="node">The group, or null.</param>
    /// <param name="cameras">The cameras of the file; null when they are found on the machine, so their names are not known yet.</param>
    /// <param name="problems">Where problems are noted.</param>
    public static LegacySettings? Read(ConfigNode? node, MappingNode? cameras, ProblemList problems)
    {
        Section section = Section.Open(node, "legacy", problems, "socket", "camera");
        string? camera = ReadCamera(section, cameras);
        return ReadSocket(section) is { } socket ? new LegacySettings(socket, camera) : null;
    }

    private static string? ReadSocket(Section section)
    {
        if (section.Text("socket", Expected) is not { Text.Length: > 0 } text) return null;
        string path = text.Text;
        if (path[0] == '/' && path[^1] != '/' && !path.Contains('\0') && Encoding.UTF8.GetByteCount(path) <= LongestPath) return path;
        section.Wrong("socket", text, path[0] == '/' ? $"{Expected}, of at most {LongestPath} bytes" : Expected);
        return null;
    }

    private static string? ReadCamera(Section section, MappingNode? cameras)
    {
        const string Named = "expected the name of a camera";
        if (section.Text("camera", Named) is not { } text) return null;
        if (cameras is null ? CameraName.IsValid(text.Text) : cameras.Find(text.Text) is not null) return text.Text;
        string names = string.Join(", ", cameras?.Entries.Select(entry => Redaction.Show(entry.Key)) ?? []);
        section.Wrong("camera", text, names.Length > 0 ? $"{Named}: one of {names}" : Named);
        return null;
    }
}
