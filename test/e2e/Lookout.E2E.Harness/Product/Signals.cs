using System.Diagnostics;
using System.Globalization;

namespace Lookout.E2E.Harness.Product;

/// <summary>Signals to one process, by its id; the BCL can only send SIGKILL.</summary>
public static class Signals
{
    /// <summary>Asks for an orderly stop.</summary>
    public static void Terminate(int pid) => Send("TERM", pid);

    /// <summary>Ends it on the spot, as the kernel's OOM killer would.</summary>
    public static void Kill(int pid) => Send("KILL", pid);

    private static void Send(string signal, int pid)
    {
        using Process kill = Process.Start("/bin/kill", ["-s", signal, pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
