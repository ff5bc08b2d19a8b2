using System.Diagnostics;

namespace Lookout.Fuzz;

/// <summary>Feeds one target mutated inputs until told to stop, and watches for exceptions, growth and standstill.</summary>
internal sealed class FuzzRun(FuzzTarget target, int seed)
{
    /// <summary>Managed memory that a target may hold on to; the largest has buffers of some megabytes.</summary>
    public const long MaxGrowth = 16 << 20;

    private const int CheckEvery = 5000;
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly Mutator _mutator = new(seed, target.Corpus);
    private readonly Stopwatch _sinceCheck = Stopwatch.StartNew();
    private long _baseline = -1;
    private long _growth;

    /// <summary>Runs while <paramref name="more"/> says so, which is asked before each input; ends at the first failure.</summary>
    public FuzzResult Run(Func<long, bool> more)
    {
        long inputs = 0, accepted = 0;
        string? failure = null;
        using var watchdog = new Watchdog(target.Name);
        while (failure is null && more(inputs))
        {
            byte[] input = inputs < target.Corpus.Count ? target.Corpus[(int)inputs] : _mutator.Next();
            watchdog.Begin(input);
            inputs++;
            try
            {
                if (target.Take(input))
                {
                    accepted++;
                    _mutator.Learn(input);
                }
            }
            catch (Exception exception)
            {
                failure = $"{exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}\ninput {Convert.ToHexString(input)}";
            }

            watchdog.End();
            failure ??= CheckMemory(inputs, atEnd: false);
        }

        failure ??= CheckMemory(inputs, atEnd: true);
        return new FuzzResult(target.Name, inputs, accepted, _growth, failure);
    }

    private string? CheckMemory(long inputs, bool atEnd)
    {
        if (inputs < target.Warmup) return null;
        if (_baseline < 0)
        {
            _baseline = GC.GetTotalMemory(forceFullCollection: true);
            return null;
        }

        if (!atEnd && (inputs % CheckEvery != 0 || _sinceCheck.Elapsed < CheckInterval)) return null;
        _sinceCheck.Restart();
        long growth = GC.GetTotalMemory(forceFullCollection: true) - _baseline;
        _growth = Math.Max(_growth, growth);
        return growth > MaxGrowth ? $"memory has grown by {growth >> 10} KiB" : null;
    }
}
