using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Lookout.Bench.Preprocess;

/// <summary>The Python process that does the same work with OpenCV, one order at a time.</summary>
internal sealed class OpenCvPeer : IDisposable
{
    public static readonly string[] Ways = ["usual", "shrink-linear", "shrink-area"];

    private readonly Process _python;

    public OpenCvPeer(string script, string frames, int width, int height)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[script, frames, $"{width}", $"{height}"]) start.ArgumentList.Add(argument);
        _python = Process.Start(start)!;
    }

    /// <returns>Microseconds a frame.</returns>
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
        _python.StandardInput.Close();
        _python.WaitForExit();
        _python.Dispose();
    }

    private string Ask(string line)
    {
        _python.StandardInput.WriteLine(line);
        return _python.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the OpenCV process ended");
    }
}
