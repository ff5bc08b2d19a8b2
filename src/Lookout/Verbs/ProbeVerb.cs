using System.Globalization;
using System.Text.Json;
using Lookout.Probe;

namespace Lookout.Verbs;

/// <summary>lookout probe URL: does this camera's stream decode, and does it live?</summary>
internal static class ProbeVerb
{
    private const string Expected = "expected 'lookout probe http://HOST:PORT/CAMERA [--seconds N] [--timeout N] [--json]'";

    public static int Run(ReadOnlySpan<string> arguments)
    {
        string? url = null;
        double seconds = 5;
        double timeout = 20;
        bool json = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--json":
                    json = true;
                    break;
                case "--seconds" when TryNumber(arguments, ++i, out seconds):
                case "--timeout" when TryNumber(arguments, ++i, out timeout):
                    break;
                case var text when url is null && !text.StartsWith('-'):
                    url = text;
                    break;
                default:
                    return HelpVerb.Refuse(Expected);
            }
        }
        if (url is null || !ProbeOptions.TryParseUrl(url, out Uri? origin, out string camera)) return HelpVerb.Refuse(Expected);
        ProbeReport report = StreamProbe.Run(new ProbeOptions(origin!, camera, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(timeout)), TimeProvider.System);
        Console.Out.WriteLine(json ? JsonSerializer.Serialize(report, ProbeJson.Default.ProbeReport) : Describe(report));
        return report.IsStream ? ExitCode.Ok : ExitCode.NotWell;
    }

    private static bool TryNumber(ReadOnlySpan<string> arguments, int index, out double number)
    {
        number = 0;
        return index < arguments.Length && double.TryParse(arguments[index], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number is > 0 and <= 3600;
    }

    private static string Describe(ProbeReport report) => report.Error is { } error
        ? $"{report.Camera}: {error}"
        : string.Create(CultureInfo.InvariantCulture, $"""
            {report.Camera}: {report.Kind}, {report.State}
            {report.Decoded} pictures of {report.Width}x{report.Height} in {report.Seconds} s, {report.Fps} a second
            first picture {report.JoinMs} ms after the offer, {report.Lost} packets lost
            the picture {(report.Changing ? "changes" : "stands still")}
            """);
}
