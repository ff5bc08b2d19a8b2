using static Lookout.Native.Net.PinnedArray;

namespace Lookout.Native.Net;

/// <summary>
/// Datagrams gathered for one send call. They lie one behind the other in one slab, so that a run of equal datagrams to
/// one address is one stretch of memory, which the kernel takes as one message and cuts itself (UDP GSO). All of it is
/// pinned managed memory, so nobody has to release it.
/// </summary>
public sealed class SendBatch
{
    private readonly byte[] _slab;
    private readonly GatheredDatagram[] _datagrams;
    private int _used;

    /// <param name="capacity">Datagrams the batch holds.</param>
    /// <param name="bytes">Bytes all of them may have together.</param>
    public SendBatch(int capacity, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        _slab = Allocate<byte>(bytes);
        _datagrams = new GatheredDatagram[capacity];
        Messages = new SendMessages(_slab, capacity);
    }

    /// <summary>Datagrams gathered.</summary>
    public int Count { get; private set; }

    internal Span<GatheredDatagram> Datagrams => _datagrams.AsSpan(0, Count);

    internal SendMessages Messages { get; }

    /// <summary>
    /// Lends memory to write one datagram of up to <paramref name="maxLength"/> bytes; <see cref="Add"/> then takes it
    /// in. False when the batch is full and has to be sent first.
    /// </summary>
    public bool TryReserve(int maxLength, out Span<byte> memory)
    {
        memory = default;
        if (Count == _datagrams.Length || _slab.Length - _used < maxLength) return false;
        memory = _slab.AsSpan(_used, maxLength);
        return true;
    }

    /// <summary>Takes in the first <paramref name="length"/> bytes of the memory lent last.</summary>
    /// <param name="length">Bytes of the datagram.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="source">The address of ours it shall come from, whatever its port says; default leaves that to routing.</param>
    public void Add(int length, in UdpAddress destination, in UdpAddress source = default)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(Count, _datagrams.Length, nameof(Count));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _slab.Length - _used);
        ref GatheredDatagram datagram = ref _datagrams[Count++];
        datagram.Start = _used;
        datagram.Length = length;
        datagram.Destination = destination;
        datagram.Source = source;
        _used += length;
    }

    /// <summary>Empties the batch.</summary>
    public void Clear() => Count = _used = 0;
}

/// <summary>One datagram of a <see cref="SendBatch"/>: where it lies and where it goes. Filled in its place: to copy one that was just made is slow.</summary>
internal struct GatheredDatagram
{
    public int Start;
    public int Length;
    public UdpAddress Destination;
    public UdpAddress Source;
}
