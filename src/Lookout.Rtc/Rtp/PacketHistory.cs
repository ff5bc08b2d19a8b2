using System.Numerics;

namespace Lookout.Rtc.Rtp;

/// <summary>
/// The newest packets of one stream in the clear, so that a lost one can be sent again to whoever misses it. Shared by
/// all viewers: a viewer's sequence number is the stream's plus a constant of that viewer.
/// </summary>
/// <remarks>
/// A ring over one slab of memory; adding to a full ring overwrites the oldest packet. Nothing is allocated after
/// construction. One owner thread.
/// </remarks>
public sealed class PacketHistory
{
    private const int MaxCapacity = 1 << 15;

    private readonly Entry[] _entries;
    private readonly byte[] _slab;
    private readonly int _maxPayload;
    private long _next;
    private int _count;

    /// <param name="capacity">Packets to keep: a power of two, at most 32768, so that 16 bits name a packet uniquely.</param>
    /// <param name="maxPayload">Longest payload in bytes.</param>
    /// <param name="first">Sequence number of the first packet that will be added.</param>
    public PacketHistory(int capacity, int maxPayload, SequenceNumber first = default)
    {
        if (!BitOperations.IsPow2(capacity) || capacity > MaxCapacity)
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A power of two up to 32768 is needed.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPayload);
        _entries = new Entry[capacity];
        _slab = new byte[capacity * maxPayload];
        _maxPayload = maxPayload;
        _next = first.Value;
    }

    /// <summary>The stream sequence number the next packet will get.</summary>
    public SequenceNumber Next => SequenceNumber.FromIndex(_next);

    /// <summary>Packets held now.</summary>
    public int Count => _count;

    /// <summary>Copies a payload in and returns the stream sequence number it got.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The payload is longer than the history was made for.</exception>
    public SequenceNumber Add(ReadOnlySpan<byte> payload, bool marker, uint timestamp)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, _maxPayload, nameof(payload));
        int slot = SlotOf(_next);
        payload.CopyTo(_slab.AsSpan(slot * _maxPayload));
        _entries[slot] = new Entry(payload.Length, marker, timestamp);
        _count = Math.Min(_count + 1, _entries.Length);
        return SequenceNumber.FromIndex(_next++);
    }

    /// <summary>
    /// Finds a packet by its stream sequence number. False when it was never added or is overwritten. The payload is
    /// borrowed until the next <see cref="Add"/>.
    /// </summary>
    public bool TryGet(SequenceNumber sequence, out StoredPacket packet) => TryGet(IndexOf(sequence), out packet);

    /// <summary>
    /// Which packet of the stream has that sequence number now, counted on over the wraps. Whoever means the packet still
    /// after 2^15 further ones keeps this instead of the number.
    /// </summary>
    internal long IndexOf(SequenceNumber sequence) => sequence.ExtendNear(_next);

    /// <summary>The same by <see cref="IndexOf"/>: never finds a later packet with the same number.</summary>
    internal bool TryGet(long index, out StoredPacket packet)
    {
        packet = default;
        if (index >= _next || index < _next - _count) return false;
        int slot = SlotOf(index);
        Entry entry = _entries[slot];
        packet = new StoredPacket(_slab.AsSpan(slot * _maxPayload, entry.Length), entry.Marker, entry.Timestamp);
        return true;
    }

    private int SlotOf(long index) => (int)index & (_entries.Length - 1);

    private readonly record struct Entry(int Length, bool Marker, uint Timestamp);
}

/// <summary>One packet of a <see cref="PacketHistory"/>; borrows the history's memory.</summary>
public readonly ref struct StoredPacket(ReadOnlySpan<byte> payload, bool marker, uint timestamp)
{
    public ReadOnlySpan<byte> Payload { get; } = payload;

    public bool Marker { get; } = marker;

    /// <summary>RTP timestamp of the frame the packet belongs to.</summary>
    public uint Timestamp { get; } = timestamp;
}
