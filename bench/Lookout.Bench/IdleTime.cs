using System.Globalization;

namespace Lookout.Bench;

/// <summary>Time of all processors since boot, in ticks, and what of it none of them had work. Time taken by the host is no idle time.</summary>
internal readonly record struct IdleTime(long Idle, long All)
{
    /// <summary>Reads the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal; guests are in user already.</summary>
    public static IdleTime Read()
    {
        long[] ticks = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(field => long.Parse(field, CultureInfo.InvariantCulture))];
        return new IdleTime(ticks[3] + ticks[4], ticks.Sum());
    }

    /// <summary>Percent of the machine that was idle since then.</summary>
    public double PercentSince(IdleTime before) => (Idle - before.Idle) * 100.0 / Math.Max(1, All - before.All);
}
