namespace Lookout.Native.Gst;

/// <summary>The start of a pipeline that our thread pushes into. Its queue has no bound of its own: look at <see cref="Queued"/>.</summary>
public sealed class AppSrc : Element
{
    internal AppSrc(ElementHandle handle) : base(handle)
    {
    }

    /// <summary>Buffers pushed and not yet taken by the pipeline.</summary>
    public int Queued => (int)GstAppNative.gst_app_src_get_current_level_buffers(Handle);

    /// <summary>Says what the next buffers hold; may change between two buffers.</summary>
    /// <exception cref="GstException">The text is not valid caps.</exception>
    public void SetCaps(string caps)
    {
        using var handle = new CapsHandle(GstNative.gst_caps_from_string(caps));
        if (handle.IsInvalid) throw new GstException($"not caps: {caps}");
        GstAppNative.gst_app_src_set_caps(Handle, handle.DangerousGetHandle());
    }

    /// <summary>
    /// Pushes the buffer's memory under a timestamp of our own, without a copy and without taking the caller's reference.
    /// False when the pipeline does not take it (stopping, ended or failed).
    /// </summary>
    public unsafe bool Push(in MediaBuffer buffer, long ptsNs) =>
        GstAppNative.gst_app_src_push_buffer(Handle, buffer.Restamp(ptsNs)) == 0;

    /// <summary>Says that no buffer comes after those that were pushed.</summary>
    public void EndOfStream() => GstAppNative.gst_app_src_end_of_stream(Handle);
}
