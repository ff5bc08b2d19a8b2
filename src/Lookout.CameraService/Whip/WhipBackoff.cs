namespace Lookout.CameraService.Whip;

/// <summary>Waits between attempts, for ever: 1 s, doubled up to 30 s, each spread by ±20 % so that boxes do not return as one.</summary>
/// <param name="random">0 up to 1.</param>
internal sealed class WhipBackoff(Func<double> random)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>An endpoint that asks for more than this is asked again all the same.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(10);

    private const double Spread = 0.2;
    private TimeSpan _next = First;

    /// <summary>The wait before the next attempt; what the endpoint asked for (Retry-After) is a lower bound.</summary>
    public TimeSpan Next(TimeSpan? asked)
    {
        TimeSpan wait = _next * (1 - Spread + 2 * Spread * random());
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        if (asked is not { } wish || wish <= wait) return wait;
        return wish < LongestAsked ? wish : LongestAsked;
    }

    /// <summary>An attempt bore fruit.</summary>
    public void Reset() => _next = First;
}
