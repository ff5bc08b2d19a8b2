using System.Globalization;
using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary>The <c>face_recognition</c> group. Without it nobody is recognised.</summary>
internal static class RecognitionReader
{
    // Vectors of unit length lie at most 2 apart, and a cosine is at most 1.
    private const float MostThreshold = 2;

    /// <param name="node">The group, or null.</param>
    /// <param name="baseDirectory">What a relative path is relative to.</param>
    /// <param name="problems">Where problems are noted.</param>
    public static RecognitionSettings Read(ConfigNode? node, string baseDirectory, ProblemList problems)
    {
        Section section = Section.Open(node, "face_recognition", problems, "enabled", "recognition_threshold", "unknown_hours", "key_file");
        return new RecognitionSettings(
            section.Bool("enabled", RecognitionSettings.Off.Enabled),
            ReadThreshold(section),
            section.Int("unknown_hours", 0, RecognitionSettings.MostUnknownHours, RecognitionSettings.MostUnknownHours),
            ReadKeyFile(section, baseDirectory));
    }

    private static float? ReadThreshold(Section section)
    {
        const string Expected = "expected a number above 0 and up to 2, in the model's own measure, or null for the model's own";
        if (section["recognition_threshold"] is ScalarNode { IsNull: true } || section.Text("recognition_threshold", Expected) is not { Text.Length: > 0 } text) return null;
        if (float.TryParse(text.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out float threshold) && threshold is > 0 and <= MostThreshold)
            return threshold;
        section.Wrong("recognition_threshold", text, Expected);
        return null;
    }

    private static string ReadKeyFile(Section section, string baseDirectory)
    {
        const string Expected = "expected the path of a file with the key, such as /run/secrets/lookout_people_key, or \"\" for people.key in the data directory";
        if (section["key_file"] is ScalarNode { IsNull: true } || section.Text("key_file", Expected) is not { Text.Length: > 0 } text) return "";
        if (text.Text[^1] != '/' && !text.Text.Contains('\0')) return Path.GetFullPath(text.Text, baseDirectory);
        section.Wrong("key_file", text, Expected);
        return "";
    }
}
