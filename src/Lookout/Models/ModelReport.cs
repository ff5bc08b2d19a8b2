using System.Text.Json.Serialization;
using Lookout.Vision;

namespace Lookout.Models;

/// <summary>What is said of one model.</summary>
/// <param name="Name">Of its manifest: what a role of the configuration names.</param>
/// <param name="Task">What it is for.</param>
/// <param name="Layout">The family its outputs are of.</param>
/// <param name="Width">Of the input.</param>
/// <param name="Height">Of the input.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Licence">SPDX identifier.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="File">pinned, different or missing: whether the file is the one that the manifest pins.</param>
/// <param name="Problem">What is wrong and what to do; null when nothing is.</param>
/// <param name="MedianMs">Of a run with one picture; null when it was not measured.</param>
internal sealed record ModelReport(
    string Name, string Task, string Layout, int Width, int Height, long Bytes, string Licence, string Source, string File, string? Problem, double? MedianMs)
{
    private const int Rounds = 31;

    public static ModelReport List(string directory, string name)
    {
        ModelEntry entry = ModelFolder.Describe(directory, name);
        return new(
            entry.Name, entry.Task, entry.Layout, entry.Width, entry.Height, entry.Bytes, entry.Licence, entry.Source, entry.File.ToString().ToLowerInvariant(), entry.Problem, MedianMs: null);
    }

    public static ModelReport Check(string directory, string name) => Try(directory, name, () =>
    {
        ModelFolder.Check(directory, name);
        return null;
    });

    public static ModelReport Bench(string directory, string name) => Try(directory, name, () => Math.Round(ModelFolder.Bench(directory, name, Rounds), 3));

    private static ModelReport Try(string directory, string name, Func<double?> act)
    {
        ModelReport report = List(directory, name);
        if (report.Problem is not null) return report;
        try
        {
            return report with { MedianMs = act() };
        }
        catch (ModelException e)
        {
            return report with { Problem = e.Message };
        }
        catch (DllNotFoundException e)
        {
            return report with { Problem = $"ONNX Runtime does not load: {e.Message}; put libonnxruntime.so beside the executable, as 'make publish' does." };
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ModelReport[]))]
internal sealed partial class ModelReportJson : JsonSerializerContext;
