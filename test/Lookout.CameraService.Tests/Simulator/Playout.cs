namespace Lookout.CameraService.Tests.Simulator;

/// <summary>What was on the screen, and when: each picture as soon as it can be decoded.</summary>
internal sealed class Playout
{
    public static readonly TimeSpan FreezeLength = TimeSpan.FromMilliseconds(500);

    // W3C's freeze: a frame that comes more than max(3 d, d + 150 ms) after the one before it, d being the usual interval.
    private static readonly TimeSpan StallLength = TimeSpan.FromSeconds(1.0 / SimulatedCamera.FrameRate) + TimeSpan.FromMilliseconds(150);

    private readonly List<TimeSpan> _delays = [];
    private TimeSpan _lastAt = TimeSpan.MinValue;

    public int Shown { get; private set; }

    /// <summary>Standstills longer than half a second: when each ended, and how long it was.</summary>
    public List<(TimeSpan Until, TimeSpan Length)> Freezes { get; } = [];

    public TimeSpan Longest { get; private set; }

    /// <summary>All the time of W3C's freezes, which are shorter ones.</summary>
    public TimeSpan Frozen { get; private set; }

    public TestPicture? Newest { get; private set; }

    public TimeSpan LastAt => _lastAt;

    public void Show(TimeSpan now, TestPicture picture)
    {
        if (_lastAt != TimeSpan.MinValue)
        {
            TimeSpan gap = now - _lastAt;
            if (gap > Longest) Longest = gap;
            if (gap > FreezeLength) Freezes.Add((now, gap));
            if (gap > StallLength) Frozen += gap;
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
        Frozen = TimeSpan.Zero;
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
