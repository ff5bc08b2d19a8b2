namespace Lookout.Native.Gst;

/// <summary>
/// GStreamer's system clock, which is CLOCK_MONOTONIC in nanoseconds: the same clock as Stopwatch on Linux.
/// Every pipeline is bound to it, so base time + running time is a capture time that both processes understand.
/// </summary>
internal static class SystemClock
{
    public static readonly ClockHandle Handle = Obtain();

    public static long NowNs => (long)GstNative.gst_clock_get_time(Handle);

    private static ClockHandle Obtain()
    {
        Gst.Init();
        return new ClockHandle(GstNative.gst_system_clock_obtain());
    }
}
