using System.Globalization;
using System.Runtime.InteropServices;

namespace Lookout.Bench;

/// <summary>The machine the figures are of.</summary>
/// <param name="Cpu">Model of the processor.</param>
/// <param name="Cores">Cores we may use.</param>
/// <param name="MemoryGb">Memory, GB.</param>
/// <param name="Kernel">Kernel.</param>
/// <param name="LoadBefore">Load average of the last minute before the run: above 0.3 others were at work.</param>
public sealed record Machine(string Cpu, int Cores, double MemoryGb, string Kernel, double LoadBefore)
{
    /// <summary>Reads /proc.</summary>
    public static Machine Read()
    {
        string cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();
        long kib = long.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        double load = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
        return new Machine(cpu, Environment.ProcessorCount, Math.Round(kib / 1e6, 1), File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), load);
    }
}
