using System.Globalization;
using System.Text;

namespace Lookout.E2E.Harness.Product;

/// <summary>What /proc says about processes of ours.</summary>
public static class ProcessTable
{
    /// <summary>
    /// Ids of all processes whose environment holds <paramref name="marker"/>: children inherit it, so a process that was
    /// orphaned is still found. Zombies have no environment left and are found by their parent.
    /// </summary>
    public static IReadOnlyList<int> Marked(string marker)
    {
        var found = new List<int>();
        foreach (int pid in All())
        {
            if (Read($"/proc/{pid}/environ") is { } environment && environment.AsSpan().IndexOf(Encoding.ASCII.GetBytes(marker)) >= 0) found.Add(pid);
        }

        return found;
    }

    /// <summary>Ids of the children of a process, zombies included.</summary>
    public static IReadOnlyList<int> Children(int parent) => [.. All().Where(pid => ParentOf(pid) == parent)];

    /// <summary>The command line as `ps` shows it, empty for a zombie.</summary>
    public static string CommandLine(int pid) =>
        Read($"/proc/{pid}/cmdline") is { } bytes ? Encoding.UTF8.GetString(bytes).Replace('\0', ' ').TrimEnd() : "";

    /// <summary>Whether the process has a handler for SIGTERM yet (bit 14 of SigCgt, proc(5)).</summary>
    public static bool CatchesSigterm(int pid)
    {
        const ulong sigterm = 1UL << 14;
        string? line = Lines($"/proc/{pid}/status").FirstOrDefault(text => text.StartsWith("SigCgt:", StringComparison.Ordinal));
        return line is not null && (ulong.Parse(line["SigCgt:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & sigterm) != 0;
    }

    /// <summary>Time on a CPU of all threads alive, nanoseconds (first field of schedstat: no 10 ms ticks).</summary>
    public static long CpuNanoseconds(int pid)
    {
        long sum = 0;
        foreach (string task in Directory.EnumerateDirectories($"/proc/{pid}/task"))
        {
            if (Read($"{task}/schedstat") is { } bytes) sum += long.Parse(Encoding.ASCII.GetString(bytes).Split(' ')[0], CultureInfo.InvariantCulture);
        }

        return sum;
    }

    /// <summary>Resident and proportional memory in KiB: PSS counts a shared page once over all who share it.</summary>
    public static (long RssKib, long PssKib) Memory(int pid)
    {
        long Field(string name) => Lines($"/proc/{pid}/smaps_rollup")
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
            .FirstOrDefault();
        return (Field("Rss:"), Field("Pss:"));
    }

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int pid) ? pid : 0)
        .Where(pid => pid > 0);

    private static int ParentOf(int pid)
    {
        // proc(5): the name in parentheses may hold spaces, so count from the last one.
        if (Read($"/proc/{pid}/stat") is not { } bytes) return 0;
        string stat = Encoding.UTF8.GetString(bytes);
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string[] Lines(string path) => Read(path) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\n') : [];

    // A process may end between listing and reading: that is an answer, not an error.
    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
