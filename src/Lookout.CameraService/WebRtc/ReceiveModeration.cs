namespace Lookout.CameraService.WebRtc;

/// <summary>
/// When the loop listens to its socket again. The feedback of many viewers is a stream of single datagrams, and to be woken for
/// one costs more than to read it: while they come that fast, they are left where they are until a frame or a timer wakes the
/// loop anyway, as a network card moderates its interrupts. Not while somebody misses packets, nor for a few viewers.
/// </summary>
/// <remarks>The first request of a viewer that begins to lose waits for <see cref="Longest"/> at most; those after it do not.</remarks>
internal sealed class ReceiveModeration
{
    /// <summary>In which a camera's next frame comes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    /// <summary>Datagrams are a stream from one each so long on.</summary>
    public static readonly TimeSpan Stream = TimeSpan.FromMilliseconds(10);

    /// <summary>So long after a request for a packet the next one is expected.</summary>
    public static readonly TimeSpan RepairTime = TimeSpan.FromSeconds(3);

    /// <summary>So many at once are no feedback but a flood, from which the kernel's buffer has to be kept free.</summary>
    public const int Flood = 64;

    private TimeSpan _receivedAt = TimeSpan.MinValue;
    private TimeSpan _repairUntil = TimeSpan.MinValue;

    /// <summary>Until then datagrams may be left where they are.</summary>
    public TimeSpan ListenAt { get; private set; } = TimeSpan.MinValue;

    /// <summary>The socket was read, and held so many.</summary>
    public void Received(TimeSpan now, int datagrams)
    {
        // Another wake within the same wait.
        if (datagrams == 0 && now < ListenAt) return;
        bool isStream = datagrams < Flood && now - datagrams * Stream <= _receivedAt;
        ListenAt = isStream && now >= _repairUntil ? now + Longest : TimeSpan.MinValue;
        if (datagrams > 0) _receivedAt = now;
    }

    /// <summary>A viewer has asked for a packet again.</summary>
    public void Missed(TimeSpan now)
    {
        _repairUntil = now + RepairTime;
        ListenAt = TimeSpan.MinValue;
    }
}
