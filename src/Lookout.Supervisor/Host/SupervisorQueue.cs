using System.Collections.Concurrent;
using Lookout.Supervisor.Machine;

namespace Lookout.Supervisor.Host;

/// <summary>
/// Events on their way to the host's thread. Bounded: a beat that finds it full is dropped, since the next one says the same;
/// every other event waits for room, since it is said once.
/// </summary>
internal sealed class SupervisorQueue : IDisposable
{
    private const int Capacity = 256;

    private readonly BlockingCollection<SupervisorEvent> _events = new(Capacity);

    public void Post(SupervisorEvent what)
    {
        if (!_events.TryAdd(what) && what is not Beat) _events.Add(what);
    }

    /// <summary>The next event, or null when none came in time.</summary>
    public SupervisorEvent? Take(TimeSpan within) => _events.TryTake(out SupervisorEvent? what, within) ? what : null;

    public void Dispose() => _events.Dispose();
}
