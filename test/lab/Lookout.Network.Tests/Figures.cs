using Lookout.E2E.Harness;

namespace Lookout.Network.Tests;

/// <summary>Lines for out/lab/network-figures.txt, for whoever reads the run's end: a passed test prints nothing.</summary>
internal static class Figures
{
    public static void Add(string figure)
    {
        string file = Path.Combine(Repository.Root, "out/lab/network-figures.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.AppendAllLines(file, [figure]);
    }
}
