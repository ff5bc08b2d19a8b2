namespace Lookout.Tests;

/// <summary>Holds hot paths to allocating nothing.</summary>
internal static class Allocations
{
    private const int MostSeries = 5;

    /// <summary>
    /// Fails when <paramref name="step"/> allocates on this thread. The runtime puts something of its own there now and then, when it
    /// swaps compiled code; what allocates here does so in every series.
    /// </summary>
    /// <param name="times">Steps of a series.</param>
    /// <param name="step">Must have all the room it needs already.</param>
    public static void AssertNone(int times, Action step)
    {
        long least = long.MaxValue;
        for (int series = 0; series < MostSeries && least > 0; series++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < times; i++) step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.True(least == 0, $"at least {least} bytes in each {times} steps");
    }
}
