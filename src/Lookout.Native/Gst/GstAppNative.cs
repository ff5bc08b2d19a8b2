using System.Runtime.InteropServices;

namespace Lookout.Native.Gst;

/// <summary>Entry points of libgstapp-1.0: the two doors between a pipeline and our threads.</summary>
internal static unsafe partial class GstAppNative
{
    private const string App = "libgstapp-1.0.so.0";

    [LibraryImport(App)]
    public static partial nint gst_app_sink_try_pull_sample(ElementHandle sink, ulong timeout);

    [LibraryImport(App)]
    public static partial int gst_app_sink_is_eos(ElementHandle sink);

    [LibraryImport(App)]
    public static partial int gst_app_src_push_buffer(ElementHandle source, GstNative.GstBuffer* buffer);

    [LibraryImport(App)]
    public static partial int gst_app_src_end_of_stream(ElementHandle source);

    [LibraryImport(App)]
    public static partial void gst_app_src_set_caps(ElementHandle source, nint caps);

    [LibraryImport(App)]
    public static partial ulong gst_app_src_get_current_level_buffers(ElementHandle source);
}
