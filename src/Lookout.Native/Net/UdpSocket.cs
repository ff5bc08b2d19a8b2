using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using static Lookout.Native.Net.PosixSocketNative;

namespace Lookout.Native.Net;

/// <summary>
/// A bound UDP socket that moves datagrams in batches (recvmmsg, sendmmsg) and can be waited on together with a call
/// from another thread. No call blocks but <see cref="Wait"/>, and <see cref="Send"/> for some milliseconds while the
/// kernel's buffer is full; none allocates.
/// </summary>
/// <remarks>One owner thread, which disposes it; only <see cref="Wake"/> may be called from any thread.</remarks>
public sealed unsafe partial class UdpSocket : IDisposable
{
    /// <summary>
    /// Asked of the kernel for either direction, which gives what net.core.rmem_max and wmem_max allow: room for some
    /// key frames to all viewers.
    /// </summary>
    private const int KernelBufferBytes = 4 * 1024 * 1024;

    private readonly FileDescriptorHandle _socket;
    private readonly FileDescriptorHandle _wake;
    private readonly AddressFamily _family;

    private UdpSocket(FileDescriptorHandle socket, AddressFamily family)
    {
        _socket = socket;
        _family = family;
        IsSegmenting = CanSegment(socket);
        _wake = OpenEvent(0, SocketNonBlocking | SocketCloseOnExec);
        if (!_wake.IsInvalid) return;
        socket.Dispose();
        throw Error("eventfd");
    }

    /// <summary>The port it is bound to.</summary>
    public int Port { get; private init; }

    /// <summary>
    /// Opens and binds a socket. <see cref="IPAddress.IPv6Any"/> means every address of both families, and falls back to
    /// IPv4 on a machine without IPv6. The caller disposes the socket.
    /// </summary>
    /// <exception cref="IOException">The kernel refused for a reason that waiting does not mend.</exception>
    public static UdpBindResult TryBind(IPEndPoint local, out UdpSocket? socket)
    {
        UdpBindResult result = TryBind(local, local.AddressFamily, out socket);
        return result == UdpBindResult.AddressUnavailable && local.Address.Equals(IPAddress.IPv6Any)
            ? TryBind(new IPEndPoint(IPAddress.Any, local.Port), AddressFamily.InterNetwork, out socket)
            : result;
    }

    /// <summary>
    /// Waits until a datagram can be received, <see cref="Wake"/> was called, or time is up. Returns whether there is
    /// something to receive.
    /// </summary>
    /// <param name="timeout">To the nanosecond, as far as the kernel's timers go; zero looks and returns, a negative one waits for ever.</param>
    /// <param name="listens">False lets datagrams wait in the kernel: they neither end the wait nor are told of.</param>
    public bool Wait(TimeSpan timeout, bool listens = true)
    {
        PollEntry* entries = stackalloc PollEntry[2];
        entries[0] = new PollEntry { Descriptor = (int)_wake.DangerousGetHandle(), Events = PollIn };
        entries[1] = new PollEntry { Descriptor = (int)_socket.DangerousGetHandle(), Events = PollIn };

        // EINTR counts as time-out: the caller looks at its clock anyway.
        if (Poll(entries, listens ? 2u : 1u, timeout) <= 0) return false;
        if (entries[0].Returned != 0) Read(_wake, out _, sizeof(ulong));
        return entries[1].Returned != 0;
    }

    /// <summary>
    /// Ends a running or the next <see cref="Wait"/>. Any thread, also after disposal; calls before that wait count as one.
    /// </summary>
    public void Wake()
    {
        try
        {
            // It fails only when 2^64 - 2 calls are pending: then the wait ends anyway.
            Write(_wake, 1, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The owner has ended; whoever calls from another thread cannot know.
        }
    }

    /// <summary>Receives what waits, at most the batch's capacity, and returns the number of datagrams.</summary>
    public int Receive(ReceiveBatch batch)
    {
        int received;
        do received = batch.Receive(_socket);
        while (received < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        // EAGAIN is nothing to receive; an ICMP error of an earlier datagram (ECONNREFUSED and its like) is cleared by
        // being reported, and says nothing that consent checks would not.
        return Math.Max(received, 0);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _wake.Dispose();
    }

    private static UdpBindResult TryBind(IPEndPoint local, AddressFamily family, out UdpSocket? bound)
    {
        bound = null;
        bool isIPv6 = family == AddressFamily.InterNetworkV6;
        FileDescriptorHandle socket = OpenSocket(
            isIPv6 ? FamilyIPv6 : FamilyIPv4, SocketDatagram | SocketNonBlocking | SocketCloseOnExec, 0);
        if (socket.IsInvalid) return Refused("socket");

        if (isIPv6) SetOption(socket, LevelIPv6, OptionIPv6Only, 0);
        if (local.Address.Equals(IPAddress.Any)) SetOption(socket, LevelIPv4, OptionIPv4PacketInfo, 1);
        if (local.Address.Equals(IPAddress.IPv6Any)) SetOption(socket, LevelIPv6, OptionIPv6ReceivePacketInfo, 1);
        SetOption(socket, LevelSocket, OptionReceiveBuffer, KernelBufferBytes);
        SetOption(socket, LevelSocket, OptionSendBuffer, KernelBufferBytes);

        Span<byte> name = stackalloc byte[UdpAddress.MaxSocketAddressLength];
        int length = UdpAddress.From(local).Write(name, family);
        if (Bind(socket, name, length) < 0)
        {
            using (socket) return Refused("bind");
        }

        length = name.Length;
        GetName(socket, name, ref length);
        UdpAddress.TryRead(name[..length], out UdpAddress actual);
        bound = new UdpSocket(socket, family) { Port = actual.Port };
        return UdpBindResult.Bound;
    }

    private static UdpBindResult Refused(string call) => Marshal.GetLastPInvokeError() switch
    {
        AddressInUse => UdpBindResult.AddressInUse,
        AddressNotAvailable or FamilyNotSupported => UdpBindResult.AddressUnavailable,
        AccessDenied => UdpBindResult.AccessDenied,
        _ => throw Error(call),
    };

    private static int Poll(PollEntry* entries, nuint count, TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero) return PosixSocketNative.Poll(entries, count, null, 0);
        var time = new TimeSpec
        {
            Seconds = (nint)(timeout.Ticks / TimeSpan.TicksPerSecond),
            Nanoseconds = (nint)(timeout.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick),
        };
        return PosixSocketNative.Poll(entries, count, &time, 0);
    }

    private static void SetOption(FileDescriptorHandle socket, int level, int name, int value)
    {
        int result = PosixSocketNative.SetOption(socket, level, name, value, sizeof(int));
        Debug.Assert(result == 0);
    }

    private static IOException Error(string call) =>
        new($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
}
