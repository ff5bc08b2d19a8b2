namespace Lookout.Native.Gst;

/// <summary>
/// A top-level pipeline on the monotonic system clock. Disposing brings it to NULL, which closes every descriptor it
/// holds and may block as long as a driver does.
/// </summary>
public sealed class Pipeline : Element
{
    private Pipeline(ElementHandle handle) : base(handle)
    {
        GstNative.gst_pipeline_use_clock(Handle, SystemClock.Handle);
        Bus = new Bus(new BusHandle(GstNative.gst_element_get_bus(Handle)));
    }

    public Bus Bus { get; }

    /// <summary>Clock time at which running time is zero, CLOCK_MONOTONIC nanoseconds; set when it plays.</summary>
    public long BaseTimeNs => (long)GstNative.gst_element_get_base_time(Handle);

    internal static unsafe Pipeline Parse(string description)
    {
        Gst.Init();
        GlibNative.GError* error = null;
        nint parsed = GstNative.gst_parse_launch(description, &error);
        // A new element is floating; sinking it makes the reference ours. Some errors come together with half a pipeline.
        ElementHandle? handle = parsed == 0 ? null : new ElementHandle(GstNative.gst_object_ref_sink(parsed));
        if (error != null || handle == null)
        {
            handle?.Dispose();
            throw new GstException(GErrorText.Take(error).Message);
        }
        return new Pipeline(handle);
    }

    /// <exception cref="GstException">There is no element of that name.</exception>
    public Element Find(string name) => new NamedElement(FindHandle(name));

    public AppSink FindAppSink(string name) => new(FindHandle(name));

    public AppSrc FindAppSrc(string name) => new(FindHandle(name));

    /// <summary>Asks for a state; a live or remote source may answer later. Blocks while elements open their devices.</summary>
    public StateChange SetState(PipelineState state) => (StateChange)GstNative.gst_element_set_state(Handle, (int)state);

    /// <summary>Asks for a state and waits up to <paramref name="deadline"/> for it; Pending when it has not come.</summary>
    public StateChange SetState(PipelineState state, TimeSpan deadline)
    {
        StateChange change = SetState(state);
        if (change != StateChange.Pending) return change;
        return (StateChange)GstNative.gst_element_get_state(Handle, out _, out _, (ulong)deadline.Ticks * 100);
    }

    /// <summary>Throws away what is in flight and goes on from the key frame at or before this position.</summary>
    public bool Seek(TimeSpan position) => GstNative.gst_element_seek_simple(
        Handle, GstNative.FormatTime, GstNative.SeekFlush | GstNative.SeekKeyUnit, position.Ticks * 100) != 0;

    protected override void Dispose(bool disposing)
    {
        if (disposing && !Handle.IsClosed)
        {
            SetState(PipelineState.Null);
            Bus.Dispose();
        }
        base.Dispose(disposing);
    }

    private ElementHandle FindHandle(string name)
    {
        nint found = GstNative.gst_bin_get_by_name(Handle, name);
        return found != 0 ? new ElementHandle(found) : throw new GstException($"no element {name}");
    }

    private sealed class NamedElement(ElementHandle handle) : Element(handle);
}
