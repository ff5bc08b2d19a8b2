using System.Runtime.InteropServices;

namespace Lookout.Native.Gst;

/// <summary>Entry points and public structures of libgstvideo-1.0.</summary>
internal static unsafe partial class GstVideoNative
{
    private const string Video = "libgstvideo-1.0.so.0";

    [StructLayout(LayoutKind.Sequential)]
    public struct GstVideoInfo
    {
        public int* FormatInfo;            // GstVideoFormatInfo, whose first member is the format
        public int InterlaceMode;
        public int Flags;
        public int Width;
        public int Height;
        public nuint Size;
        public int Views;
        public int ChromaSite;
        public fixed int Colorimetry[4];
        public int ParN;
        public int ParD;
        public int FpsN;
        public int FpsD;
        public fixed ulong Offset[4];
        public fixed int Stride[4];
        public fixed ulong Reserved[4];
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct GstVideoMeta
    {
        public uint Flags;
        public nint Info;
        public nint Buffer;
        public int FrameFlags;
        public int Format;
        public int Id;
        public uint Width;
        public uint Height;
        public uint PlaneCount;
        public fixed ulong Offset[4];
        public fixed int Stride[4];
    }

    [LibraryImport(Video)]
    public static partial int gst_video_info_from_caps(GstVideoInfo* info, nint caps);

    [LibraryImport(Video)]
    public static partial nuint gst_video_meta_api_get_type();

    [LibraryImport(Video)]
    public static partial nint gst_video_event_new_upstream_force_key_unit(ulong runningTime, int allHeaders, uint count);
}
