namespace Lookout.Native.Gst;

/// <summary>What an appsink hands out: a buffer, its caps and its segment. Owns one reference, released by Dispose.</summary>
public readonly ref struct Sample
{
    private readonly nint _sample;

    internal Sample(nint owned) => _sample = owned;

    /// <summary>Identity of the caps: while it stays the same, so does the format.</summary>
    public nint CapsId => GstNative.gst_sample_get_caps(_sample);

    /// <summary>The buffer with a reference of its own: dispose both.</summary>
    public MediaBuffer BorrowBuffer() => MediaBuffer.Borrow(GstNative.gst_sample_get_buffer(_sample));

    /// <summary>Presentation time as running time of the pipeline, nanoseconds; -1 when unknown or outside the segment.</summary>
    public unsafe long RunningTimeNs
    {
        get
        {
            ulong pts = ((GstNative.GstBuffer*)GstNative.gst_sample_get_buffer(_sample))->Pts;
            if (pts == GstNative.ClockTimeNone) return -1;
            ulong time = GstNative.gst_segment_to_running_time(
                GstNative.gst_sample_get_segment(_sample), GstNative.FormatTime, pts);
            return time == GstNative.ClockTimeNone ? -1 : (long)time;
        }
    }

    public void Dispose()
    {
        if (_sample != 0) GstNative.gst_mini_object_unref(_sample);
    }
}
