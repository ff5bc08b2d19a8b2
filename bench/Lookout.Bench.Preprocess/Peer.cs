using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Lookout.Bench.Preprocess;

/// <summary>A process that preprocesses the clip's frames when asked, in one or more ways.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    public Peer(string name, string[] ways, string command, params string[] arguments)
    {
        Name = name;
        Ways = ways;
        var start = new ProcessStartInfo(command) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        // The JIT's second tier comes while warming up, not within a round.
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start)!;
    }

    public string Name { get; }

    public string[] Ways { get; }

    /// <returns>Microseconds of CPU a frame.</returns>
    public double Run(string way, int repeats) => double.Parse(Ask($"{way} {repeats}"), CultureInfo.InvariantCulture);

    /// <returns>The first frame's tensor.</returns>
    public float[] Tensor(string way)
    {
        string file = Path.GetTempFileName();
        try
        {
            Ask($"tensor {way} {file}");
            return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended");
    }
}
