using System.Runtime.InteropServices;

namespace Lookout.Native.Posix;

/// <summary>Who owns a file and what it is (statx(2)); a symbolic link is itself, not what it points at.</summary>
public readonly record struct FileStatus(uint UserId, uint GroupId, ushort Mode)
{
    // struct statx: mask, blksize, attributes (64 bits), nlink, uid, gid, mode (16 bits).
    private const int UserOffset = 20;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int TypeMask = 0xF000;
    private const int DirectoryType = 0x4000;
    private const int CharacterDeviceType = 0x2000;
    private const int RegularType = 0x8000;
    private const int LinkType = 0xA000;
    private const int SocketType = 0xC000;

    /// <summary>The file's number in its file system: another file at the same path has another.</summary>
    public ulong Inode { get; private init; }

    public bool IsDirectory => (Mode & TypeMask) == DirectoryType;

    public bool IsCharacterDevice => (Mode & TypeMask) == CharacterDeviceType;

    public bool IsRegularFile => (Mode & TypeMask) == RegularType;

    public bool IsSymbolicLink => (Mode & TypeMask) == LinkType;

    public bool IsSocket => (Mode & TypeMask) == SocketType;

    /// <summary>The permission bits, for example 0660 octal.</summary>
    public int Permissions => Mode & 0xFFF;

    /// <summary>Reads a file's status. False when it does not exist or cannot be looked at.</summary>
    public static unsafe bool TryRead(string path, out FileStatus status)
    {
        byte* buffer = stackalloc byte[PosixNative.StatxLength];
        status = default;
        if (PosixNative.statx(PosixNative.AtCurrentDirectory, path, PosixNative.AtSymlinkNoFollow, PosixNative.StatxBasic, buffer) != 0) return false;
        var bytes = new ReadOnlySpan<byte>(buffer, PosixNative.StatxLength);
        status = new FileStatus(MemoryMarshal.Read<uint>(bytes[UserOffset..]), MemoryMarshal.Read<uint>(bytes[GroupOffset..]), MemoryMarshal.Read<ushort>(bytes[ModeOffset..]))
        {
            Inode = MemoryMarshal.Read<ulong>(bytes[InodeOffset..]),
        };
        return true;
    }

    /// <summary>Whether this process may make files in an existing directory.</summary>
    public static bool IsWritableDirectory(string path) =>
        Directory.Exists(path)
        && PosixNative.faccessat(PosixNative.AtCurrentDirectory, path, PosixNative.AccessWrite | PosixNative.AccessExecute, PosixNative.AtEffective) == 0;
}
