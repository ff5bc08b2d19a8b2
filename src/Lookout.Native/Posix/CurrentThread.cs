namespace Lookout.Native.Posix;

/// <summary>The calling thread, as the kernel sees it. .NET's own thread priorities do nothing on Linux.</summary>
public static class CurrentThread
{
    /// <summary>Sets the nice value of this thread only: 0 normal, 19 last. False when refused, which only raising needs a right for.</summary>
    public static bool SetNice(int nice) =>
        // "Who" 0 is the calling thread: Linux keeps a nice value per thread, not per process as POSIX has it.
        ThreadNative.setpriority(ThreadNative.PrioProcess, 0, nice) == 0;
}
