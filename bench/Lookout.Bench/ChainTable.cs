using System.Globalization;
using System.Text;

namespace Lookout.Bench;

/// <summary>The loads as a table for people, and a sentence on whether they have the shape that is promised.</summary>
internal static class ChainTable
{
    // As of the end-to-end tests' "own rate".
    private const double Tolerance = 0.03;

    public static string Write(IReadOnlyList<ChainLoad> loads)
    {
        var text = new StringBuilder();
        text.AppendLine("whole chain: street clips, faces and people looked for, and a clock that is encoded; a viewer each; a second and camera");
        text.AppendLine(Row(
            "cameras", "recognition", "faces", "people", "all cameras'", $"video of {Cameras.StreetRate}", $"clock of {Cameras.ClockRate}", "lost", "clock lost", "unsent", "server CPU", "machine idle"));
        foreach (ChainLoad load in loads)
        {
            text.AppendLine(Row(
                $"{load.Cameras}",
                load.Recognition ? "on" : "off",
                Rate(load.Faces),
                Rate(load.People),
                Rate(load.Analyses * load.Cameras),
                Rate(load.Video),
                Rate(load.Clock),
                $"{load.Lost}",
                $"{load.ClockLost}",
                $"{load.Unsent}",
                string.Create(CultureInfo.InvariantCulture, $"{load.ServerCpu:0} %"),
                string.Create(CultureInfo.InvariantCulture, $"{load.Idle:0} %")));
        }

        foreach (IGrouping<bool, ChainLoad> alike in loads.GroupBy(load => load.Recognition))
            text.AppendLine($"with more cameras video keeps its rate (within 3 %) and analysis gets rarer, recognition {(alike.Key ? "on" : "off")}: {Verdict([.. alike])}");
        return text.ToString().TrimEnd();
    }

    private static string Verdict(ChainLoad[] loads)
    {
        string[] slow =
        [
            .. loads.Where(load => load.Video < Cameras.StreetRate * (1 - Tolerance)).Select(load => $"video at {load.Cameras}"),
            .. loads.Where(load => load.Clock < Cameras.ClockRate * (1 - Tolerance)).Select(load => $"the clock at {load.Cameras}"),
        ];
        if (slow.Length > 0) return $"did NOT hold, too slow: {string.Join(", ", slow)}";
        (ChainLoad first, ChainLoad last) = (loads[0], loads[^1]);
        return last.Analyses < first.Analyses * (1 - Tolerance)
            ? $"held, {Rate(first.Analyses)} -> {Rate(last.Analyses)} analyses"
            : $"video held; analysis did not fall, {Rate(first.Analyses)} -> {Rate(last.Analyses)}: there was enough CPU for all";
    }

    private static string Rate(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Row(string cameras, params ReadOnlySpan<string> cells)
    {
        var row = new StringBuilder(cameras.PadLeft(7));
        foreach (string cell in cells) row.Append("  ").Append(cell.PadLeft(11));
        return row.ToString();
    }
}
