namespace Lookout.Native.Gst;

/// <summary>A pipeline's messages, polled by the thread that owns the pipeline. Holds its own reference to the bus.</summary>
public sealed class Bus : IDisposable
{
    private readonly BusHandle _handle;

    internal Bus(BusHandle handle) => _handle = handle;

    /// <summary>
    /// Takes the oldest message of these types and drops all others before it, so that a bus polled now and then
    /// never grows. Allocates only when there is one.
    /// </summary>
    public bool TryPop(BusMessageTypes types, out BusMessage? message)
    {
        nint native = GstNative.gst_bus_pop_filtered(_handle, (int)types);
        message = native == 0 ? null : Take(native);
        return message != null;
    }

    public void Dispose() => _handle.Dispose();

    private static unsafe BusMessage Take(nint native)
    {
        var header = (GstNative.GstMessage*)native;
        var type = (BusMessageTypes)header->Type;
        string source = header->Source == 0 ? "" : GErrorText.TakeString(GstNative.gst_object_get_name(header->Source));
        GErrorText error = default;
        string debug = "";
        if (type is BusMessageTypes.Error or BusMessageTypes.Warning)
        {
            GlibNative.GError* nativeError;
            nint nativeDebug;
            if (type == BusMessageTypes.Error) GstNative.gst_message_parse_error(native, out nativeError, out nativeDebug);
            else GstNative.gst_message_parse_warning(native, out nativeError, out nativeDebug);
            error = GErrorText.Take(nativeError);
            debug = GErrorText.TakeString(nativeDebug);
        }
        GstNative.gst_mini_object_unref(native);
        return new BusMessage(type, source, error.Message ?? "", debug, DomainOf(error.Domain));
    }

    private static ErrorDomain DomainOf(string? quark) => quark switch
    {
        "gst-resource-error-quark" => ErrorDomain.Resource,
        "gst-stream-error-quark" => ErrorDomain.Stream,
        _ => ErrorDomain.Core,
    };
}
