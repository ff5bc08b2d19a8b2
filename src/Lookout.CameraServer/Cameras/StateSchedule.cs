using Lookout.Link;

namespace Lookout.CameraServer.Cameras;

/// <summary>When a camera's state is published: on every change of what viewers see, and each second for its numbers.</summary>
internal sealed class StateSchedule
{
    private const long IntervalNs = 1_000_000_000;
    private CameraStatus _status;
    private string? _reason;
    private long _dueNs;

    public bool IsDue(CameraStatus status, string reason, long nowNs)
    {
        if (status == _status && reason == _reason && nowNs < _dueNs) return false;
        (_status, _reason, _dueNs) = (status, reason, nowNs + IntervalNs);
        return true;
    }
}
