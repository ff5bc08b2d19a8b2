using System.Runtime.InteropServices;

namespace Lookout.Native.Posix;

/// <summary>The few libc calls .NET has no name for.</summary>
internal static unsafe partial class PosixNative
{
    // The soname: libc.so is a linker script where development files are installed.
    private const string Libc = "libc.so.6";

    public const int AccessExecute = 1;
    public const int AccessWrite = 2;
    public const int AtCurrentDirectory = -100;
    public const int AtEffective = 0x200;
    public const int AtSymlinkNoFollow = 0x100;
    public const int CloseOnExec = 0x80000; // O_CLOEXEC
    public const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    public const int SetParentDeathSignal = 1; // PR_SET_PDEATHSIG
    public const uint StatxBasic = 0x7ff;
    public const int StatxLength = 256;

    [LibraryImport(Libc, SetLastError = true)]
    public static partial int setpgid(int pid, int group);

    [LibraryImport(Libc)]
    public static partial int getpgid(int pid);

    [LibraryImport(Libc, SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport(Libc, SetLastError = true)]
    public static partial int prctl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [LibraryImport(Libc)]
    public static partial int getppid();

    [LibraryImport(Libc)]
    public static partial uint geteuid();

    [LibraryImport(Libc, SetLastError = true)]
    public static partial int getgroups(int length, uint* groups);

    [LibraryImport(Libc)]
    public static partial uint getegid();

    [LibraryImport(Libc, SetLastError = true)]
    public static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport(Libc, SetLastError = true)]
    public static partial int dup2(int from, int to);

    [LibraryImport(Libc, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int faccessat(int directory, string path, int mode, int flags);

    [LibraryImport(Libc, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int statx(int directory, string path, int flags, uint mask, byte* status);

    [LibraryImport(Libc, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int open(string path, int flags);

    [LibraryImport(Libc, SetLastError = true)]
    public static partial int fsync(int descriptor);

    [LibraryImport(Libc)]
    public static partial int close(int descriptor);

    [LibraryImport(Libc, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int rename(string from, string to);

    [LibraryImport(Libc, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int lchown(string path, uint user, uint group);

    [LibraryImport(Libc, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial nint llistxattr(string path, byte* names, nuint length);

    [LibraryImport(Libc, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial nint lgetxattr(string path, string name, byte* value, nuint length);

    [LibraryImport(Libc, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int lsetxattr(string path, string name, byte* value, nuint length, int flags);

    [LibraryImport(Libc)]
    public static partial void _exit(int code);

    [LibraryImport(Libc, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int setenv(string name, string value, int overwrite);
}
