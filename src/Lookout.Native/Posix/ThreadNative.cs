using System.Runtime.InteropServices;

namespace Lookout.Native.Posix;

/// <summary>Scheduling entry points of libc.</summary>
internal static partial class ThreadNative
{
    public const int PrioProcess = 0;

    [LibraryImport("libc")]
    public static partial int setpriority(int which, uint who, int priority);
}
