namespace Lookout.Supervisor.Machine;

/// <summary>The numbers of reliability.md 2.1 and section 5.</summary>
internal static class SupervisorTiming
{
    /// <summary>A worker that is not ready by then: the run fails at first start, the worker is killed later.</summary>
    public static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    /// <summary>Goal 8: silence after which a worker hangs.</summary>
    public static readonly TimeSpan ServerSilence = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan ServiceSilence = TimeSpan.FromSeconds(10);

    /// <summary>Draining, then killing, one worker after the other stays under the 5 s a stop may take.</summary>
    public static readonly TimeSpan ServiceDrain = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan ServerDrain = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a killed process may take to disappear, in a stop; one stuck in the kernel is left behind.</summary>
    public static readonly TimeSpan KillWait = TimeSpan.FromSeconds(0.5);

    /// <summary>How often a killed process that does not disappear is killed again, while running.</summary>
    public static readonly TimeSpan KillAgain = TimeSpan.FromSeconds(5);

    /// <summary>The longest the host waits between two events.</summary>
    public static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    /// <summary>A longer gap means that we were stopped ourselves (docker pause), so nobody's silence counts.</summary>
    public static readonly TimeSpan OwnPause = TimeSpan.FromSeconds(2.5);
}
