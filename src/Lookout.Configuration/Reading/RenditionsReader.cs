using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary>The group <c>renditions</c> of a camera.</summary>
internal static class RenditionsReader
{
    private const string Off = "0";

    public static RenditionSettings Read(ConfigNode? node, string path, ProblemList problems)
    {
        Section section = Section.Open(node, path, problems, "full", "half", "quarter");
        return new RenditionSettings(Rate(section, "full", mayBeOff: false), Rate(section, "half", mayBeOff: true), Rate(section, "quarter", mayBeOff: true));
    }

    private static int? Rate(Section section, string key, bool mayBeOff)
    {
        string off = mayBeOff ? ", or 0 to leave it out" : "";
        string expected = $"expected kbit/s, a whole number from {RenditionSettings.Least} to {RenditionSettings.Most}{off}";
        if (section.Text(key, expected) is not { } text) return null;
        if (mayBeOff && text.Text == Off) return 0;
        return section.Int(key, RenditionSettings.Least, RenditionSettings.Most, otherwise: 0, expected) is var rate and > 0 ? rate : null;
    }
}
