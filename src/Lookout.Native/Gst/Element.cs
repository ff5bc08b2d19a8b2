using System.Globalization;

namespace Lookout.Native.Gst;

/// <summary>One element of a pipeline. Owns its reference; thread safe as GStreamer's elements are.</summary>
public class Element : IDisposable
{
    private protected Element(ElementHandle handle) => Handle = handle;

    internal ElementHandle Handle { get; }

    /// <summary>Sets a property from its text form (numbers, enums by nick, caps). Never for text of a user: see <see cref="SetText"/>.</summary>
    /// <exception cref="GstException">The element has no such property.</exception>
    public void Set(string property, string value)
    {
        TypeOf(property);
        GstNative.gst_util_set_object_arg(Handle, property, value);
    }

    /// <summary>Sets a string property to exactly this text: nothing in it is parsed.</summary>
    /// <exception cref="GstException">The element has no such property, or it is no string.</exception>
    public unsafe void SetText(string property, string value)
    {
        if (TypeOf(property) != GlibNative.TypeString) throw new GstException($"property {property} is not a string");
        GlibNative.GValue box = default;
        GlibNative.g_value_init(&box, GlibNative.TypeString);
        GlibNative.g_value_set_string(&box, value);
        GlibNative.g_object_set_property(Handle, property, &box);
        GlibNative.g_value_unset(&box);
    }

    /// <summary>Asks an encoder, from below, to make its next picture a key frame with SPS and PPS.</summary>
    public bool RequestKeyFrame()
    {
        // send_event takes the event over, whatever it answers.
        nint request = GstVideoNative.gst_video_event_new_upstream_force_key_unit(GstNative.ClockTimeNone, 1, 0);
        return GstNative.gst_element_send_event(Handle, request) != 0;
    }

    /// <summary>Whether the named always-pad can carry these caps now. A device answers with its real modes once it is READY.</summary>
    /// <exception cref="GstException">The element has no such pad, or the text is not caps.</exception>
    public bool CanCarry(string pad, string caps)
    {
        nint found = GstNative.gst_element_get_static_pad(Handle, pad);
        if (found == 0) throw new GstException($"no pad {pad}");
        using var handle = new PadHandle(found);
        using var wanted = new CapsHandle(GstNative.gst_caps_from_string(caps));
        if (wanted.IsInvalid) throw new GstException($"not caps: {caps}");
        using var offered = new CapsHandle(GstNative.gst_pad_query_caps(handle, 0));
        return GstNative.gst_caps_can_intersect(offered, wanted) != 0;
    }

    /// <summary>
    /// Whether the element has found out what it can give (it has source pads src_0, src_1 ...) and none of it goes anywhere:
    /// the next element takes something else. parsebin may swallow the error that would say so.
    /// </summary>
    public bool LeadsNowhere()
    {
        for (int i = 0; ; i++)
        {
            nint found = GstNative.gst_element_get_static_pad(Handle, string.Create(CultureInfo.InvariantCulture, $"src_{i}"));
            if (found == 0) return i > 0;
            using var pad = new PadHandle(found);
            if (GstNative.gst_pad_is_linked(pad) != 0) return false;
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Handle.Dispose();
    }

    private unsafe nuint TypeOf(string property)
    {
        // GTypeInstance and GObject begin with the pointer to their class.
        nint objectClass = *(nint*)Handle.DangerousGetHandle();
        GlibNative.GParamSpec* spec = GlibNative.g_object_class_find_property(objectClass, property);
        if (spec == null) throw new GstException($"no property {property}");
        return spec->ValueType;
    }
}
