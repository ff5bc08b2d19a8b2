using System.Runtime.InteropServices;

namespace Lookout.Native.V4l2;

/// <summary>The one ioctl enumeration needs (videodev2.h).</summary>
internal static unsafe partial class V4l2Native
{
    /// <summary>VIDIOC_QUERYCAP: _IOR('V', 0, struct v4l2_capability).</summary>
    public const nuint QueryCapabilities = 0x80685600;

    [LibraryImport("libc.so.6", SetLastError = true)]
    public static partial int ioctl(int descriptor, nuint request, byte* argument);

    [LibraryImport("libc.so.6", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int open(string path, int flags);

    [LibraryImport("libc.so.6")]
    public static partial int close(int descriptor);

    public const int OpenReadWrite = 2;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;
    public const int PermissionDenied = 13;
}
