using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary>models: the folder, and which manifest in it has which role.</summary>
internal static class ModelsReader
{
    private const int LongestName = 100;

    /// <param name="node">The group, or null.</param>
    /// <param name="baseDirectory">What a relative folder is relative to.</param>
    /// <param name="otherwise">The folder when none is named.</param>
    /// <param name="problems">Notes what is wrong.</param>
    public static ModelSettings Read(ConfigNode? node, string baseDirectory, string otherwise, ProblemList problems)
    {
        Section section = Section.Open(node, "models", problems, ["dir", "faces", "people", "poses", "face_embedding", "body_embedding", .. ModelReader.Keys]);
        return ModelReader.Read(section, ReadDirectory(section, baseDirectory, otherwise)) with
        {
            Faces = ReadName(section, "faces"),
            People = ReadName(section, "people"),
            Poses = ReadName(section, "poses"),
            FaceEmbedding = ReadName(section, "face_embedding"),
            BodyEmbedding = ReadName(section, "body_embedding"),
        };
    }

    private static string ReadDirectory(Section section, string baseDirectory, string otherwise)
    {
        const string Expected = "expected a directory, such as models or /opt/models";
        if (section.Text("dir", Expected) is not { } text) return otherwise;
        if (text.Text.Length > 0 && !text.Text.Contains('\0')) return Path.GetFullPath(text.Text, baseDirectory);
        section.Wrong("dir", text, Expected);
        return otherwise;
    }

    private static string? ReadName(Section section, string key)
    {
        const string Expected = "expected the name of a manifest in models.dir without its .json, such as nanodet";
        if (section.Text(key, Expected) is not { } text) return null;
        if (text.Text.Length is > 0 and <= LongestName && text.Text.All(IsOfAName) && text.Text[0] != '.') return text.Text;
        section.Wrong(key, text, Expected);
        return null;
    }

    private static bool IsOfAName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
