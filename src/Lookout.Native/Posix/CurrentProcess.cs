using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lookout.Native.Posix;

/// <summary>What this process can say about itself and do to itself.</summary>
public static class CurrentProcess
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int FirstFreeDescriptor = 3;

    /// <summary>The effective user id.</summary>
    public static uint UserId => PosixNative.geteuid();

    /// <summary>The parent's process id; 1, or a subreaper's, once the parent is gone.</summary>
    public static int ParentId => PosixNative.getppid();

    /// <summary>
    /// Has the kernel kill this process when its parent dies (prctl(2) PR_SET_PDEATHSIG; the parent is the <em>thread</em>
    /// that started it, so that thread must live as long as the parent does).
    /// </summary>
    public static void DieWithParent()
    {
        if (PosixNative.prctl(PosixNative.SetParentDeathSignal, (nuint)Signal.Kill, 0, 0, 0) != 0)
            throw new InvalidOperationException($"prctl: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>
    /// Points file descriptor 1 at standard error, so that a native library's chatter ends in the log, and returns what it
    /// was. The caller releases the handle.
    /// </summary>
    public static SafeFileHandle TakeStandardOutput()
    {
        int taken = PosixNative.fcntl(StandardOutput, PosixNative.DuplicateCloseOnExec, FirstFreeDescriptor);
        if (taken < 0) throw new IOException($"fcntl: {Marshal.GetLastPInvokeErrorMessage()}");
        var handle = new SafeFileHandle(taken, ownsHandle: true);
        if (PosixNative.dup2(StandardError, StandardOutput) >= 0) return handle;
        string problem = Marshal.GetLastPInvokeErrorMessage();
        handle.Dispose();
        throw new IOException($"dup2: {problem}");
    }

    /// <summary>Whether this process is in the group (effective or supplementary).</summary>
    public static unsafe bool IsInGroup(uint group)
    {
        if (PosixNative.getegid() == group) return true;
        int count = PosixNative.getgroups(0, null);
        if (count <= 0) return false;
        var groups = new uint[count];
        fixed (uint* first = groups) count = PosixNative.getgroups(count, first);
        return groups.AsSpan(0, Math.Max(count, 0)).Contains(group);
    }

    /// <summary>
    /// Sets a variable where native libraries look for it: .NET keeps a copy of the environment of its own. Only at the very
    /// start, since setenv(3) and a getenv(3) on another thread do not go together.
    /// </summary>
    public static void SetNativeVariable(string name, string value)
    {
        if (PosixNative.setenv(name, value, overwrite: 1) != 0) throw new IOException($"setenv: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Ends the process now: no finaliser, no handler, no waiting for a native thread that hangs.</summary>
    public static void ExitNow(int code) => PosixNative._exit(code);
}
