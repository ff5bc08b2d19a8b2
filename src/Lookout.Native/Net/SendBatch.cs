using System.Net.Sockets;
using static Lookout.Native.Net.PinnedArray;
using static Lookout.Native.Net.PosixSocketNative;

namespace Lookout.Native.Net;

/// <summary>
/// Datagrams gathered for one send call. They lie one behind the other in one slab, which is what UDP GSO will want:
/// a run of equal datagrams to one address can then become one message with a segment size. All of it is pinned managed
/// memory, so nobody has to release it.
/// </summary>
public sealed unsafe class SendBatch
{
    private readonly byte[] _slab;
    private readonly byte[] _names;
    private readonly UdpAddress[] _destinations;
    private readonly PosixSocketNative.Buffer[] _buffers;
    private readonly MessageHeader[] _headers;
    private int _used;

    /// <param name="capacity">Datagrams the batch holds.</param>
    /// <param name="bytes">Bytes all of them may have together.</param>
    public SendBatch(int capacity, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        _slab = Allocate<byte>(bytes);
        _names = Allocate<byte>(capacity * UdpAddress.MaxSocketAddressLength);
        _destinations = new UdpAddress[capacity];
        _buffers = Allocate<PosixSocketNative.Buffer>(capacity);
        _headers = Allocate<MessageHeader>(capacity);
        for (int i = 0; i < capacity; i++)
        {
            _headers[i].Message.Name = AddressOf(_names, i * UdpAddress.MaxSocketAddressLength);
            _headers[i].Message.Buffers = AddressOf(_buffers, i);
            _headers[i].Message.BufferCount = 1;
        }
    }

    /// <summary>Datagrams gathered.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Lends memory to write one datagram of up to <paramref name="maxLength"/> bytes; <see cref="Add"/> then takes it
    /// in. False when the batch is full and has to be sent first.
    /// </summary>
    public bool TryReserve(int maxLength, out Span<byte> memory)
    {
        memory = default;
        if (Count == _headers.Length || _slab.Length - _used < maxLength) return false;
        memory = _slab.AsSpan(_used, maxLength);
        return true;
    }

    /// <summary>Takes in the first <paramref name="length"/> bytes of the memory lent last.</summary>
    public void Add(int length, UdpAddress destination)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(Count, _headers.Length, nameof(Count));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _slab.Length - _used);
        _buffers[Count].Start = AddressOf(_slab, _used);
        _buffers[Count].Length = (nuint)length;
        _destinations[Count] = destination;
        _used += length;
        Count++;
    }

    /// <summary>Empties the batch.</summary>
    public void Clear() => Count = _used = 0;

    /// <summary>
    /// Hands the datagrams from <paramref name="first"/> on to the kernel. Returns how many it took, or -1 and errno when
    /// it refused the first.
    /// </summary>
    internal int Send(FileDescriptorHandle socket, int first) =>
        SendMessages(socket, AddressOf(_headers, first), (uint)(Count - first), 0);

    /// <summary>Writes the destinations in the form a socket of that family wants.</summary>
    internal void AddressFor(AddressFamily family)
    {
        for (int i = 0; i < Count; i++)
        {
            Span<byte> name = _names.AsSpan(i * UdpAddress.MaxSocketAddressLength, UdpAddress.MaxSocketAddressLength);
            _headers[i].Message.NameLength = (uint)_destinations[i].Write(name, family);
        }
    }
}
