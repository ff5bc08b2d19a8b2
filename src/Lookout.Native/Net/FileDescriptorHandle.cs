using Microsoft.Win32.SafeHandles;

namespace Lookout.Native.Net;

/// <summary>Owns a file descriptor.</summary>
internal sealed class FileDescriptorHandle() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => PosixSocketNative.Close(handle) == 0;
}
