using static Lookout.Native.Net.PinnedArray;
using static Lookout.Native.Net.PosixSocketNative;

namespace Lookout.Native.Net;

/// <summary>
/// Memory for the datagrams one receive call takes, made once. All of it is pinned managed memory, so nobody has to
/// release it. What it lends is good until the next receive.
/// </summary>
public sealed unsafe class ReceiveBatch
{
    private readonly byte[] _slab;
    private readonly byte[] _names;
    private readonly byte[] _controls;
    private readonly PosixSocketNative.Buffer[] _buffers;
    private readonly MessageHeader[] _headers;
    private readonly int _maxLength;

    /// <param name="capacity">Datagrams a receive call takes at most.</param>
    /// <param name="maxLength">Longest datagram in bytes; longer ones are dropped and counted.</param>
    public ReceiveBatch(int capacity, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        _maxLength = maxLength;
        _slab = Allocate<byte>(capacity * maxLength);
        _names = Allocate<byte>(capacity * UdpAddress.MaxSocketAddressLength);
        _controls = Allocate<byte>(capacity * ControlMessages.MaxLength);
        _buffers = Allocate<PosixSocketNative.Buffer>(capacity);
        _headers = Allocate<MessageHeader>(capacity);
        for (int i = 0; i < capacity; i++)
        {
            _buffers[i].Start = AddressOf(_slab, i * maxLength);
            _buffers[i].Length = (nuint)maxLength;
            _headers[i].Message.Name = AddressOf(_names, i * UdpAddress.MaxSocketAddressLength);
            _headers[i].Message.Control = AddressOf(_controls, i * ControlMessages.MaxLength);
            _headers[i].Message.Buffers = AddressOf(_buffers, i);
            _headers[i].Message.BufferCount = 1;
        }
    }

    /// <summary>Datagrams of the last receive call.</summary>
    public int Count { get; private set; }

    /// <summary>Datagrams so far that were longer than the batch's limit; they read as empty.</summary>
    public long Oversized { get; private set; }

    /// <summary>One datagram; may be worked on in place.</summary>
    public Span<byte> Datagram(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _slab.AsSpan(index * _maxLength, (int)_headers[index].Length);
    }

    /// <summary>Where that datagram came from.</summary>
    public UdpAddress Source(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        ReadOnlySpan<byte> name = _names.AsSpan(index * UdpAddress.MaxSocketAddressLength);
        UdpAddress.TryRead(name[..(int)_headers[index].Message.NameLength], out UdpAddress source);
        return source;
    }

    /// <summary>
    /// The address of ours it came to, port 0; default on a socket bound to one address, where there is no question.
    /// </summary>
    public UdpAddress Local(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        ReadOnlySpan<byte> control = _controls.AsSpan(index * ControlMessages.MaxLength, ControlMessages.MaxLength);
        ControlMessages.TryReadLocal(control[..(int)_headers[index].Message.ControlLength], out UdpAddress local);
        return local;
    }

    /// <summary>Takes what waits on the socket, without blocking. Returns -1 and errno as the kernel does.</summary>
    internal int Receive(FileDescriptorHandle socket)
    {
        Count = 0;
        foreach (ref MessageHeader header in _headers.AsSpan())
        {
            header.Message.NameLength = UdpAddress.MaxSocketAddressLength;
            header.Message.ControlLength = ControlMessages.MaxLength;
        }

        int received = ReceiveMessages(socket, AddressOf(_headers, 0), (uint)_headers.Length, 0, 0);
        if (received < 0) return received;

        Count = received;
        foreach (ref MessageHeader header in _headers.AsSpan(0, received))
        {
            if ((header.Message.Flags & FlagTruncated) == 0) continue;
            header.Length = 0;
            Oversized++;
        }

        return received;
    }
}
