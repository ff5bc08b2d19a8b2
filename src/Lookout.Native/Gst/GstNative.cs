using System.Runtime.InteropServices;

namespace Lookout.Native.Gst;

/// <summary>Entry points and public structures of libgstreamer-1.0, whose 1.x ABI is frozen.</summary>
internal static unsafe partial class GstNative
{
    private const string Gst = "libgstreamer-1.0.so.0";

    public const int FormatTime = 3;
    public const int MapRead = 1;
    public const int MapWrite = 2;
    public const int SeekFlush = 1;
    public const int SeekKeyUnit = 4;
    public const uint BufferCorrupted = 1 << 8;
    public const uint BufferDeltaUnit = 1 << 13;
    public const int BufferCopyAll = 1 | 2 | 4 | 8;
    public const ulong ClockTimeNone = ulong.MaxValue;

    [StructLayout(LayoutKind.Sequential)]
    public struct GstMiniObject
    {
        public nuint Type;
        public int RefCount;
        public int LockState;
        public uint Flags;
        public nint Copy;
        public nint Dispose;
        public nint Free;
        public uint QDataCount;
        public nint QData;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct GstBuffer
    {
        public GstMiniObject MiniObject;
        public nint Pool;
        public ulong Pts;
        public ulong Dts;
        public ulong Duration;
        public ulong Offset;
        public ulong OffsetEnd;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct GstMapInfo
    {
        public nint Memory;
        public int Flags;
        public byte* Data;
        public nuint Size;
        public nuint MaxSize;
        public fixed ulong Reserved[8];
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct GstMessage
    {
        public GstMiniObject MiniObject;
        public int Type;
        public ulong Timestamp;
        public nint Source;
        public uint SequenceNumber;
    }

    [LibraryImport(Gst)]
    public static partial int gst_init_check(nint argc, nint argv, GlibNative.GError** error);

    [LibraryImport(Gst)]
    public static partial void gst_version(out uint major, out uint minor, out uint micro, out uint nano);

    [LibraryImport(Gst, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint gst_element_factory_find(string name);

    [LibraryImport(Gst, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint gst_parse_launch(string description, GlibNative.GError** error);

    [LibraryImport(Gst)]
    public static partial nint gst_object_ref_sink(nint instance);

    [LibraryImport(Gst)]
    public static partial void gst_object_unref(nint instance);

    [LibraryImport(Gst)]
    public static partial nint gst_object_get_name(nint instance);

    [LibraryImport(Gst, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint gst_bin_get_by_name(ElementHandle bin, string name);

    [LibraryImport(Gst, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void gst_util_set_object_arg(GstObjectHandle instance, string name, string value);

    [LibraryImport(Gst)]
    public static partial int gst_element_set_state(ElementHandle element, int state);

    [LibraryImport(Gst)]
    public static partial int gst_element_get_state(ElementHandle element, out int state, out int pending, ulong timeout);

    [LibraryImport(Gst)]
    public static partial ulong gst_element_get_base_time(ElementHandle element);

    [LibraryImport(Gst)]
    public static partial nint gst_element_get_bus(ElementHandle element);

    [LibraryImport(Gst)]
    public static partial int gst_pad_is_linked(PadHandle pad);

    [LibraryImport(Gst, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint gst_element_get_static_pad(ElementHandle element, string name);

    [LibraryImport(Gst)]
    public static partial int gst_element_seek_simple(ElementHandle element, int format, int flags, long position);

    [LibraryImport(Gst)]
    public static partial int gst_element_send_event(ElementHandle element, nint @event);

    [LibraryImport(Gst)]
    public static partial nint gst_pad_query_caps(PadHandle pad, nint filter);

    [LibraryImport(Gst)]
    public static partial nint gst_system_clock_obtain();

    [LibraryImport(Gst)]
    public static partial ulong gst_clock_get_time(ClockHandle clock);

    [LibraryImport(Gst)]
    public static partial void gst_pipeline_use_clock(ElementHandle pipeline, ClockHandle clock);

    [LibraryImport(Gst)]
    public static partial nint gst_bus_pop_filtered(BusHandle bus, int types);

    [LibraryImport(Gst)]
    public static partial void gst_message_parse_error(nint message, out GlibNative.GError* error, out nint debug);

    [LibraryImport(Gst)]
    public static partial void gst_message_parse_warning(nint message, out GlibNative.GError* error, out nint debug);

    [LibraryImport(Gst)]
    public static partial nint gst_mini_object_ref(nint instance);

    [LibraryImport(Gst)]
    public static partial void gst_mini_object_unref(nint instance);

    [LibraryImport(Gst, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint gst_caps_from_string(string text);

    [LibraryImport(Gst)]
    public static partial int gst_caps_can_intersect(CapsHandle first, CapsHandle second);

    [LibraryImport(Gst)]
    public static partial nint gst_sample_get_buffer(nint sample);

    [LibraryImport(Gst)]
    public static partial nint gst_sample_get_caps(nint sample);

    [LibraryImport(Gst)]
    public static partial nint gst_sample_get_segment(nint sample);

    [LibraryImport(Gst)]
    public static partial ulong gst_segment_to_running_time(nint segment, int format, ulong position);

    [LibraryImport(Gst)]
    public static partial GstBuffer* gst_buffer_new_allocate(nint allocator, nuint size, nint parameters);

    [LibraryImport(Gst)]
    public static partial GstBuffer* gst_buffer_copy_region(GstBuffer* buffer, int flags, nuint offset, nuint size);

    [LibraryImport(Gst)]
    public static partial int gst_buffer_map(GstBuffer* buffer, GstMapInfo* info, int flags);

    [LibraryImport(Gst)]
    public static partial void gst_buffer_unmap(GstBuffer* buffer, GstMapInfo* info);

    [LibraryImport(Gst)]
    public static partial nint gst_buffer_get_meta(GstBuffer* buffer, nuint api);
}
