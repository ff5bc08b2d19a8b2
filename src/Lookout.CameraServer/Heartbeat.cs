using Microsoft.Extensions.Logging;

namespace Lookout.CameraServer;

/// <summary>Whether every capture thread keeps turning its loop, looked at about once a second.</summary>
internal sealed class Heartbeat(IReadOnlyList<(string Name, Func<long> Turns)> cameras, ILogger logger)
{
    /// <summary>Opening a device or loading a codec on a busy machine takes a moment; more than this is a stuck driver.</summary>
    private const long PatienceNs = 5_000_000_000;

    private readonly (long Turns, long SinceNs)[] _seen = new (long, long)[cameras.Count];

    public bool IsAlive(long nowNs)
    {
        bool alive = true;
        for (int i = 0; i < cameras.Count; i++)
        {
            long turns = cameras[i].Turns();
            if (turns != _seen[i].Turns || _seen[i].SinceNs == 0) _seen[i] = (turns, nowNs);
            if (nowNs - _seen[i].SinceNs < PatienceNs) continue;
            ServerLog.CameraStuck(logger, cameras[i].Name);
            alive = false;
        }
        return alive;
    }
}
