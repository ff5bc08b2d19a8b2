using System.Diagnostics;

namespace Lookout.E2E.Harness;

/// <summary>Waits for an event of another process by asking until it has happened; the deadline is the only clock.</summary>
public static class Poll
{
    /// <summary>For set-up on a loaded two-core machine; where the product promises a number the test names its own.</summary>
    public static TimeSpan Generous { get; } = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks <paramref name="probe"/> until it answers something, and returns that.</summary>
    /// <exception cref="TimeoutException">Nothing came before the deadline; the message says what was awaited.</exception>
    public static async Task<T> ForAsync<T>(Func<Task<T?>> probe, string what, TimeSpan? within = null)
        where T : class
    {
        TimeSpan deadline = within ?? Generous;
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await probe() is { } answer) return answer;
            if (Stopwatch.GetElapsedTime(start) > deadline) throw new TimeoutException($"not within {deadline.TotalSeconds:0.#} s: {what}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Asks <paramref name="condition"/> until it holds.</summary>
    /// <exception cref="TimeoutException">It did not hold before the deadline.</exception>
    public static Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null) =>
        ForAsync(async () => await condition() ? what : null, what, within);

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, within);
}
