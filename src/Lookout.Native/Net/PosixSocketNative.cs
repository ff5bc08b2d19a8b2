using System.Runtime.InteropServices;

namespace Lookout.Native.Net;

/// <summary>What is used of Linux sockets, poll and eventfd. Calls that return int or nint give -1 and errno on failure.</summary>
internal static unsafe partial class PosixSocketNative
{
    public const ushort FamilyIPv4 = 2;
    public const ushort FamilyIPv6 = 10;

    public const int SocketDatagram = 2;
    public const int SocketNonBlocking = 0x800;
    public const int SocketCloseOnExec = 0x80000;

    public const int LevelSocket = 1;
    public const int OptionSendBuffer = 7;
    public const int OptionReceiveBuffer = 8;
    public const int LevelIPv4 = 0;
    public const int OptionIPv4PacketInfo = 8;
    public const int LevelUdp = 17;
    public const int OptionUdpSegment = 103;
    public const int LevelIPv6 = 41;
    public const int OptionIPv6Only = 26;
    public const int OptionIPv6ReceivePacketInfo = 49;
    public const int OptionIPv6PacketInfo = 50;

    public const int FlagTruncated = 0x20;
    public const short PollIn = 1;
    public const short PollOut = 4;

    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int WouldBlock = 11;
    public const int AccessDenied = 13;
    public const int Invalid = 22;
    public const int MessageTooLong = 90;
    public const int NoSuchOption = 92;
    public const int NotSupported = 95;
    public const int FamilyNotSupported = 97;
    public const int AddressInUse = 98;
    public const int AddressNotAvailable = 99;
    public const int NetworkUnreachable = 101;
    public const int NoBufferSpace = 105;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial FileDescriptorHandle OpenSocket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(FileDescriptorHandle socket, ReadOnlySpan<byte> address, int length);

    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetName(FileDescriptorHandle socket, Span<byte> address, ref int length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(FileDescriptorHandle socket, int level, int name, in int value, int length);

    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(FileDescriptorHandle socket, int level, int name, out int value, ref int length);

    [LibraryImport(Library, EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMessages(FileDescriptorHandle socket, MessageHeader* messages, uint count, int flags, nint timeout);

    [LibraryImport(Library, EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMessages(FileDescriptorHandle socket, MessageHeader* messages, uint count, int flags);

    [LibraryImport(Library, EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, TimeSpec* timeout, nint signalMask);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial FileDescriptorHandle OpenEvent(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(FileDescriptorHandle descriptor, out ulong value, nuint length);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(FileDescriptorHandle descriptor, in ulong value, nuint length);

    [LibraryImport(Library, EntryPoint = "close")]
    public static partial int Close(nint descriptor);

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Buffer
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Buffer* Buffers;
        public nuint BufferCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr: a message, and the length the kernel writes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public Message Message;
        public uint Length;
    }
}
