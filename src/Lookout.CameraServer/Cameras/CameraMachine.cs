using System.Diagnostics;
using Lookout.Link;

namespace Lookout.CameraServer.Cameras;

internal enum CameraAction
{
    None,
    Open,
    Close,
}

/// <summary>
/// The states of one camera as a pure function of what happens and when: it owns no pipeline, thread or clock. All times
/// are nanoseconds of one monotonic clock.
/// </summary>
/// <param name="reopenAfter">Silence after which an open source is closed and opened again.</param>
internal sealed class CameraMachine(TimeSpan reopenAfter)
{
    private const long Second = 1_000_000_000;
    private const long NoSignalAfterNs = 2 * Second;
    private const long FirstBackoffNs = Second;
    private const long MaxBackoffNs = 30 * Second;

    /// <summary>Frames that flowed this long make a source healthy: its next loss is retried at once again.</summary>
    private const long HealthyAfterNs = 10 * Second;

    /// <summary>An absent file or device is looked for this often, without back-off: looking is cheap.</summary>
    private const long PresencePollNs = Second;

    private enum Phase
    {
        Waiting,
        Opened,
    }

    private readonly long _reopenAfterNs = (long)reopenAfter.TotalNanoseconds;
    private Phase _phase = Phase.Waiting;
    private long _openAtNs = long.MinValue;
    private long _lastSignNs;
    private long _onlineSinceNs;
    private long _backoffNs = FirstBackoffNs;
    private long _opened;

    public CameraStatus Status { get; private set; } = CameraStatus.Offline;

    /// <summary>Why there is no picture; empty when online.</summary>
    public string Reason { get; private set; } = "opening";

    /// <summary>How often the source was opened again after the first time.</summary>
    public long Restarts => Math.Max(0, _opened - 1);

    /// <summary>What to do now. After Open, report <see cref="Opened"/> or <see cref="Lost"/>.</summary>
    public CameraAction Tick(long now)
    {
        if (_phase == Phase.Waiting) return now >= _openAtNs ? CameraAction.Open : CameraAction.None;
        long silence = now - _lastSignNs;
        if (silence >= _reopenAfterNs)
        {
            Become(CameraStatus.NoSignal, $"no frame for {silence / Second} s, opening again");
            WaitBackoff(now);
            return CameraAction.Close;
        }
        if (silence >= NoSignalAfterNs) Become(CameraStatus.NoSignal, "no frame for 2 s");
        return CameraAction.None;
    }

    /// <summary>The source is open; frames may follow.</summary>
    public void Opened(long now)
    {
        Debug.Assert(_phase == Phase.Waiting);
        _phase = Phase.Opened;
        _lastSignNs = now;
        _opened++;
    }

    /// <summary>A frame came.</summary>
    public void Frame(long now)
    {
        Debug.Assert(_phase == Phase.Opened);
        if (Status != CameraStatus.Online) _onlineSinceNs = now;
        _lastSignNs = now;
        if (now - _onlineSinceNs >= HealthyAfterNs) _backoffNs = FirstBackoffNs;
        Become(CameraStatus.Online, "");
    }

    /// <summary>The source could not be opened, or broke and is closed.</summary>
    /// <param name="now">When.</param>
    /// <param name="reason">Why, for the viewer.</param>
    /// <param name="absent">The file or device does not exist.</param>
    public void Lost(long now, string reason, bool absent)
    {
        Become(CameraStatus.Offline, reason);
        if (!absent)
        {
            WaitBackoff(now);
            return;
        }
        _phase = Phase.Waiting;
        _openAtNs = now + PresencePollNs;
        _backoffNs = FirstBackoffNs;
    }

    /// <summary>The source is closed to be opened in another way at once.</summary>
    public void Reopen(long now)
    {
        _phase = Phase.Waiting;
        _openAtNs = now;
        if (_opened > 0) _opened--;   // the same opening goes on
    }

    private void WaitBackoff(long now)
    {
        _phase = Phase.Waiting;
        _openAtNs = now + _backoffNs;
        _backoffNs = Math.Min(2 * _backoffNs, MaxBackoffNs);
    }

    private void Become(CameraStatus status, string reason)
    {
        Status = status;
        Reason = reason;
    }
}
