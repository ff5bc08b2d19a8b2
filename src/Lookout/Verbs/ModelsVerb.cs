using System.Globalization;
using System.Text.Json;
using Lookout.Models;
using Lookout.Vision;

namespace Lookout.Verbs;

/// <summary>lookout models list|check|bench: what the folder of models holds, whether it can be used, and how long a run takes.</summary>
internal static class ModelsVerb
{
    private const string Expected = "expected 'lookout models list|check|bench [--dir DIR] [--config FILE] [--json]'";

    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is not [("list" or "check" or "bench") and var action, .. var rest] || !ModelsOptions.TryParse(rest, out ModelsOptions options))
            return HelpVerb.Refuse(Expected);
        string? directory = options.Directory ?? ConfigOption.Load(options.Config)?.Models.Directory;
        if (directory is null) return ExitCode.Configuration;
        try
        {
            IReadOnlyList<string> names = ModelFolder.Names(directory);
            ModelReport[] reports = [.. names.Select(name => action switch
            {
                "list" => ModelReport.List(directory, name),
                "check" => ModelReport.Check(directory, name),
                _ => ModelReport.Bench(directory, name),
            })];
            Console.Out.WriteLine(options.Json ? JsonSerializer.Serialize(reports, ModelReportJson.Default.ModelReportArray) : Describe(directory, reports));
            return reports.Length > 0 && reports.All(report => report.Problem is null) ? ExitCode.Ok : ExitCode.NotWell;
        }
        catch (ModelException e)
        {
            Console.Error.WriteLine($"lookout: {e.Message}");
            return ExitCode.NotWell;
        }
    }

    private static string Describe(string directory, ModelReport[] reports)
    {
        if (reports.Length == 0) return $"{directory} holds no manifest; run tools/setup/models.sh, and point models.dir at the folder it fills.";
        return string.Join(Environment.NewLine, reports.Select(report => string.Create(
            CultureInfo.InvariantCulture,
            $"{(report.Problem is null ? ' ' : '!')} {report.Name,-38} {report.Task,-16} {report.Layout,-11} {report.Width,4}x{report.Height,-4} {report.Bytes / 1e6,6:0.0} MB  {report.Licence,-12}{Timing(report)}").TrimEnd()
            + (report.Problem is null ? "" : $"{Environment.NewLine}    {report.Problem}")));
    }

    private static string Timing(ModelReport report) => report.MedianMs is { } ms ? string.Create(CultureInfo.InvariantCulture, $" {ms:0.00} ms") : "";
}
