using System.Runtime.InteropServices;

namespace Lookout.Native.Posix;

/// <summary>Names in directories that must survive a power cut: a name is on the disk once its directory was synced.</summary>
public static class DurableName
{
    /// <summary>Gives a file another name, in one step that replaces what had it, and syncs the directory.</summary>
    public static void Rename(string from, string to)
    {
        if (PosixNative.rename(from, to) != 0) throw new IOException($"rename {from} to {to}: {Marshal.GetLastPInvokeErrorMessage()}");
        SyncDirectoryOf(to);
    }

    /// <summary>Waits until the directory that holds the path is on the disk.</summary>
    public static void SyncDirectoryOf(string path)
    {
        string directory = Path.GetDirectoryName(path) ?? "/";
        int descriptor = PosixNative.open(directory, PosixNative.CloseOnExec);
        if (descriptor < 0) throw new IOException($"open {directory}: {Marshal.GetLastPInvokeErrorMessage()}");
        int result = PosixNative.fsync(descriptor);
        string problem = Marshal.GetLastPInvokeErrorMessage();
        _ = PosixNative.close(descriptor);
        if (result != 0) throw new IOException($"fsync {directory}: {problem}");
    }
}
