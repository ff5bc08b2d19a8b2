using System.Runtime.InteropServices;

namespace Lookout.Native.Posix;

/// <summary>Who owns a file (lchown(2): a symbolic link is itself).</summary>
public static class FileOwner
{
    public static void Set(string path, uint user, uint group)
    {
        if (PosixNative.lchown(path, user, group) != 0) throw new IOException($"chown {path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }
}
