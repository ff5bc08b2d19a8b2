using System.Text.Json;
using Lookout.E2E.Harness;

namespace Lookout.Bench;

/// <summary>All figures of one run, as a table for people and as JSON.</summary>
internal sealed record Report(string Command, DateTime TakenUtc, Machine Machine, IReadOnlyList<Figure> Figures, string Preprocess, IReadOnlyList<ChainLoad> Chain)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void Print(TextWriter to)
    {
        string Line(FormattableString text) => FormattableString.Invariant(text);
        to.WriteLine(Line($"{Machine.Cpu}, {Machine.Cores} cores, {Machine.MemoryGb} GB, Linux {Machine.Kernel}, load before {Machine.LoadBefore:0.00}"));
        to.WriteLine();
        int width = Figures.Select(figure => figure.Name.Length).DefaultIfEmpty().Max();
        foreach (Figure figure in Figures)
        {
            string target = figure.AtMost is { } most ? Line($"target <= {most:0.##} {figure.Unit}: {(figure.Met == true ? "met" : "MISSED")}") : "";
            to.WriteLine(Line($"{figure.Name.PadRight(width)}  {figure.Value,8:0.0##} {figure.Unit,-3} {target,-26} {figure.Note}").TrimEnd());
        }

        if (Preprocess.Length > 0) to.WriteLine($"\n{Preprocess}");
        if (Chain.Count > 0) to.WriteLine(ChainTable.Write(Chain));
        to.WriteLine();
        to.WriteLine($"by: {Command}");
    }

    public string Write(string file)
    {
        string path = Path.Combine(Repository.Root, "out/bench", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(this, Indented));
        return path;
    }
}
