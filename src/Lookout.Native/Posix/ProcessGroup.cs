using System.Runtime.InteropServices;

namespace Lookout.Native.Posix;

/// <summary>Process groups: a worker leads one, so that it can be ended with everything it started.</summary>
public static class ProcessGroup
{
    /// <summary>Makes this process the leader of its own group, out of reach of the terminal's Ctrl-C.</summary>
    public static void LeadOwn()
    {
        // A session leader already leads its group and may not be moved (EPERM).
        if (PosixNative.setpgid(0, 0) != 0 && PosixNative.getpgid(0) != Environment.ProcessId)
            throw new InvalidOperationException($"setpgid: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>
    /// Signals every process of the group that <paramref name="leader"/> leads, or the process alone while it has not made
    /// its group yet. Returns false when neither exists any more.
    /// </summary>
    public static bool SignalAll(int leader, Signal signal)
    {
        // 0 and 1 would mean our own group and everybody.
        ArgumentOutOfRangeException.ThrowIfLessThan(leader, 2);
        return PosixNative.kill(-leader, (int)signal) == 0 || SignalOne(leader, signal);
    }

    /// <summary>Signals one process. Returns false when it does not exist any more.</summary>
    public static bool SignalOne(int process, Signal signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(process, 2);
        return PosixNative.kill(process, (int)signal) == 0;
    }

    /// <summary>
    /// Kills what is left of a group whose leader has been reaped. Returns false when nothing was. To be called at once:
    /// the number is free for another process only after the last member is gone.
    /// </summary>
    public static bool Sweep(int leader)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leader, 2);
        return PosixNative.kill(-leader, (int)Signal.Kill) == 0;
    }
}
