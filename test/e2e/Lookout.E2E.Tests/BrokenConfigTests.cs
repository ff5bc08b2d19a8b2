using System.Text.RegularExpressions;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>A bad file ends the start with 78 and says where and what was expected.</summary>
public sealed partial class BrokenConfigTests : ProductTest
{
    private const int ConfigError = 78;

    public static TheoryData<string, int> BrokenFiles() => new()
    {
        { "http: { listen: nonsense }\ncameras: {}\n", 1 },
        { "http:\n  listen: 127.0.0.1:8080\nkameras: {}\n", 3 },
        { "cameras:\n  front: { source: \"exec:rm -rf /\" }\n", 2 },
        { "cameras:\n  front: { source: \"test://clock\", rotate: 45 }\n", 2 },
        { "cameras:\n  front: { source: \"test://clock\"\n", 2 },
        { "cameras:\n  Front Door: { source: \"test://clock\" }\n", 2 },
    };

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public async Task Broken_file_exits_78_with_line_and_column(string yaml, int line)
    {
        LookoutProcess lookout = Start(new LookoutConfig(), yaml);
        Assert.Equal(ConfigError, await lookout.ExitAsync(Poll.Generous));

        Match place = Place().Match(lookout.Log.ToString());
        Assert.True(place.Success, "the log has FILE:LINE:COLUMN: and what was expected");
        // A bracket that is never closed is noticed at the end of the file, at the latest.
        Assert.InRange(int.Parse(place.Groups["line"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), line, line + 1);
        Assert.Empty(lookout.Leftovers());
    }

    [GeneratedRegex(@"lookout\.yml:(?<line>\d+):\d+: \S+")]
    private static partial Regex Place();
}
