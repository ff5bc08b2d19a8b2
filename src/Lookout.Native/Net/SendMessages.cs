using System.Net.Sockets;
using static Lookout.Native.Net.PinnedArray;
using static Lookout.Native.Net.PosixSocketNative;

namespace Lookout.Native.Net;

/// <summary>
/// What sendmmsg is given for the datagrams of one batch: a message each, or one for a whole run of equal datagrams with
/// their length as its segment size. Pinned memory, made once.
/// </summary>
internal sealed unsafe class SendMessages
{
    /// <summary>The kernel cuts a message into so many at most (UDP_MAX_SEGMENTS before Linux 6.9).</summary>
    public const int MaxSegments = 64;

    /// <summary>Of the 65 507 bytes an IPv4 datagram holds; the kernel counts its own headers in.</summary>
    public const int MaxRunBytes = 65_000;

    private readonly byte[] _slab;
    private readonly byte[] _names;
    private readonly byte[] _controls;
    private readonly PosixSocketNative.Buffer[] _buffers;
    private readonly MessageHeader[] _headers;
    private readonly int[] _segments;

    public SendMessages(byte[] slab, int capacity)
    {
        _slab = slab;
        _names = Allocate<byte>(capacity * UdpAddress.MaxSocketAddressLength);
        _controls = Allocate<byte>(capacity * ControlMessages.MaxLength);
        _buffers = Allocate<PosixSocketNative.Buffer>(capacity);
        _headers = Allocate<MessageHeader>(capacity);
        _segments = new int[capacity];
        for (int i = 0; i < capacity; i++)
        {
            _headers[i].Message.Name = AddressOf(_names, i * UdpAddress.MaxSocketAddressLength);
            _headers[i].Message.Buffers = AddressOf(_buffers, i);
            _headers[i].Message.BufferCount = 1;
        }
    }

    /// <summary>Messages made by the last <see cref="Build"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Datagrams in a message.</summary>
    public int Segments(int message) => _segments[message];

    /// <summary>Makes the messages for these datagrams anew.</summary>
    public void Build(ReadOnlySpan<GatheredDatagram> datagrams, AddressFamily family, bool segmented)
    {
        Count = 0;
        while (!datagrams.IsEmpty)
        {
            int run = segmented ? RunLength(datagrams) : 1;
            Fill(Count, datagrams[..run], family);
            _segments[Count++] = run;
            datagrams = datagrams[run..];
        }
    }

    /// <summary>Returns how many messages from <paramref name="first"/> on the kernel took, or -1 and errno when it refused the first.</summary>
    public int Send(FileDescriptorHandle socket, int first, int count) =>
        PosixSocketNative.SendMessages(socket, AddressOf(_headers, first), (uint)count, 0);

    // Of equal length and to one address; only the last may be shorter.
    private static int RunLength(ReadOnlySpan<GatheredDatagram> datagrams)
    {
        ref readonly GatheredDatagram first = ref datagrams[0];
        int limit = Math.Min(datagrams.Length, Math.Min(MaxSegments, MaxRunBytes / Math.Max(first.Length, 1)));
        int run = 1;
        while (run < limit && datagrams[run].Length <= first.Length && datagrams[run].Length > 0
            && datagrams[run].Destination == first.Destination && datagrams[run].Source == first.Source)
        {
            if (datagrams[run++].Length < first.Length) break;
        }

        return run;
    }

    private void Fill(int message, ReadOnlySpan<GatheredDatagram> run, AddressFamily family)
    {
        ref readonly GatheredDatagram first = ref run[0];
        ref readonly GatheredDatagram last = ref run[^1];
        _buffers[message].Start = AddressOf(_slab, first.Start);
        _buffers[message].Length = (nuint)(last.Start + last.Length - first.Start);

        Span<byte> name = _names.AsSpan(message * UdpAddress.MaxSocketAddressLength, UdpAddress.MaxSocketAddressLength);
        _headers[message].Message.NameLength = (uint)first.Destination.Write(name, family);

        Span<byte> control = _controls.AsSpan(message * ControlMessages.MaxLength, ControlMessages.MaxLength);
        int length = run.Length > 1 ? ControlMessages.WriteSegment(control, (ushort)first.Length) : 0;
        if (first.Source != default) length += ControlMessages.WriteSource(control[length..], first.Source, family);
        _headers[message].Message.Control = length == 0 ? null : AddressOf(_controls, message * ControlMessages.MaxLength);
        _headers[message].Message.ControlLength = (nuint)length;
    }
}
