namespace Lookout.Native.Gst;

/// <summary>The end of a pipeline that our thread pulls from.</summary>
public sealed class AppSink : Element
{
    internal AppSink(ElementHandle handle) : base(handle)
    {
    }

    /// <summary>True when the stream has ended and everything was pulled.</summary>
    public bool IsEndOfStream => GstAppNative.gst_app_sink_is_eos(Handle) != 0;

    /// <summary>Waits up to <paramref name="timeout"/> for the next sample. False: none yet, end of stream, or not running.</summary>
    public bool TryPull(TimeSpan timeout, out Sample sample)
    {
        nint pulled = GstAppNative.gst_app_sink_try_pull_sample(Handle, (ulong)Math.Max(0, timeout.Ticks) * 100);
        sample = new Sample(pulled);
        return pulled != 0;
    }
}
