namespace Lookout.CameraService.Tests.Simulator;

/// <summary>What was on the screen, and when: each picture as soon as it can be decoded.</summary>
internal sealed class Playout
{
    public static readonly TimeSpan FreezeLength = TimeSpan.FromMilliseconds(500);

    private readonly List<TimeSpan> _delays = [];
    private TimeSpan _lastAt = TimeSpan.MinValue;

    public int Shown { get; private set; }

    /// <summary>Standstills longer than half a second: when each ended, and how long it was.</summary>
    public List<(TimeSpan Until, TimeSpan Length)> Freezes { get; } = [];

    public TimeSpan Longest { get; private set; }

    public TestPicture? Newest { get; private set; }

    public TimeSpan LastAt => _lastAt;

    public void Show(TimeSpan now, TestPicture picture)
    {
        if (_lastAt != TimeSpan.MinValue)
        {
            TimeSpan gap = now - _lastAt;
            if (gap > Longest) Longest = gap;
            if (gap > FreezeLength) Freezes.Add((now, gap));
        }

        _lastAt = now;
        Shown++;
        Newest = picture;
        _delays.Add(now - picture.CapturedAt);
    }

    /// <summary>Forgets how long standstills were so far; what is shown stays.</summary>
    public void Restart()
    {
        Longest = TimeSpan.Zero;
        Freezes.Clear();
        _delays.Clear();
        Shown = 0;
    }

    /// <summary>From capture to screen: so much or less for that part of the pictures.</summary>
    public TimeSpan Delay(double part)
    {
        List<TimeSpan> sorted = [.. _delays.Order()];
        return sorted[(int)((sorted.Count - 1) * part)];
    }
}
