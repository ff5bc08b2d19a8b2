using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>
/// A fixed ring of datagrams waiting to be sent. What finds it full is lost, as on any network, and counted by the
/// caller; STUN repeats what matters.
/// </summary>
internal sealed class DatagramOutbox
{
    public const int MaxDatagram = 640;
    private const int Slots = 16;

    private readonly byte[] _bytes = new byte[Slots * MaxDatagram];
    private readonly (TransportAddress To, int Length)[] _slots = new (TransportAddress, int)[Slots];
    private int _first;
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>The slot to write the next datagram into; false when the ring is full.</summary>
    public bool TryBorrow(out Span<byte> slot)
    {
        slot = default;
        if (_count == Slots) return false;
        slot = _bytes.AsSpan((_first + _count) % Slots * MaxDatagram, MaxDatagram);
        return true;
    }

    /// <summary>Makes the borrowed slot the ring's newest datagram.</summary>
    public void Commit(in TransportAddress to, int length)
    {
        _slots[(_first + _count) % Slots] = (to, length);
        _count++;
    }

    public bool TryTake(Span<byte> destination, out int length, out TransportAddress to)
    {
        length = 0;
        to = default;
        if (_count == 0) return false;
        (to, length) = _slots[_first];
        _bytes.AsSpan(_first * MaxDatagram, length).CopyTo(destination);
        _first = (_first + 1) % Slots;
        _count--;
        return true;
    }

    public void Clear() => _count = 0;
}
