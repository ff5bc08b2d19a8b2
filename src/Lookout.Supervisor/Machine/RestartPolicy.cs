namespace Lookout.Supervisor.Machine;

/// <summary>
/// When a dead worker is started again, and when it has died too often (reliability.md section 5, goals 6 and 7).
/// <list type="bullet">
/// <item>After 30 s up: at once, since nothing says it will die again and viewers wait.</item>
/// <item>After 2 s up: the same delay as before, since it got to work.</item>
/// <item>Otherwise the delay doubles: 0.5 s, 1 s, 2 s ... 30 s, each ±20 %.</item>
/// </list>
/// </summary>
internal sealed class RestartPolicy
{
    public const int DeathBudget = 10;

    private const double FirstDelay = 0.5;
    private const double LongestDelay = 30;
    private const double Spread = 0.2;
    private const int MostDoublings = 6;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GotToWork = TimeSpan.FromSeconds(2);

    private readonly Queue<TimeSpan> _deaths = new(DeathBudget);
    private int _doublings;

    /// <summary>Notes a death. False when it was one too many.</summary>
    /// <param name="now">When it was noticed.</param>
    /// <param name="up">How long the worker had been ready; zero if it never was.</param>
    /// <param name="jitter">-1..1.</param>
    /// <param name="delay">How long to wait before the next start.</param>
    public bool TryRestart(TimeSpan now, TimeSpan up, double jitter, out TimeSpan delay)
    {
        while (_deaths.TryPeek(out TimeSpan oldest) && now - oldest > Window) _deaths.Dequeue();
        _deaths.Enqueue(now);
        delay = TimeSpan.Zero;
        if (_deaths.Count >= DeathBudget) return false;
        if (up >= Healthy)
        {
            _doublings = 0;
            return true;
        }
        double seconds = Math.Min(LongestDelay, FirstDelay * (1 << _doublings));
        delay = TimeSpan.FromSeconds(seconds * (1 + Spread * Math.Clamp(jitter, -1, 1)));
        if (up < GotToWork) _doublings = Math.Min(_doublings + 1, MostDoublings);
        return true;
    }
}
