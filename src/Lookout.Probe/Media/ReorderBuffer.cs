using Lookout.Rtc.Rtp;

namespace Lookout.Probe.Media;

/// <summary>
/// Puts packets in order. What is missing is waited for until <see cref="Capacity"/> later ones are here; then it is lost. Two
/// packets of one number are one.
/// </summary>
internal sealed class ReorderBuffer
{
    /// <summary>Packets that may wait for one that is late.</summary>
    public const int Capacity = 64;

    private readonly SortedDictionary<long, byte[]> _waiting = [];
    private long _next = -1;

    /// <summary>Packets given up.</summary>
    public long Lost { get; private set; }

    public void Add(SequenceNumber number, ReadOnlySpan<byte> packet)
    {
        if (_next < 0) _next = (1L << 32) + number.Value;
        long index = number.ExtendNear(_next);
        if (index >= _next) _waiting.TryAdd(index, packet.ToArray());
    }

    /// <summary>Takes the next packet in order. <paramref name="gap"/>: packets before it are lost.</summary>
    public bool TryTake(out byte[] packet, out bool gap)
    {
        packet = [];
        gap = false;
        if (_waiting.Count == 0) return false;
        long first = _waiting.Keys.First();
        if (first != _next && _waiting.Count <= Capacity) return false;
        gap = first != _next;
        Lost += first - _next;
        _next = first + 1;
        return _waiting.Remove(first, out packet!);
    }
}
