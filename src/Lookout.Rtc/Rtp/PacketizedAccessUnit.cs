using System.Diagnostics;

namespace Lookout.Rtc.Rtp;

/// <summary>
/// The RTP payloads of one access unit, in sending order. Owned and reused by its <see cref="IPacketizer"/>: what it lends
/// is good until the next access unit.
/// </summary>
public sealed class PacketizedAccessUnit
{
    private const int InitialSlab = 64 * 1024;
    private const int InitialPayloads = 64;

    private byte[] _slab = new byte[InitialSlab];
    private Slice[] _payloads = new Slice[InitialPayloads];
    private int _used;

    /// <summary>Number of payloads; 0 when nothing of the access unit is worth sending.</summary>
    public int Count { get; private set; }

    /// <summary>The payload at <paramref name="index"/>, without RTP header.</summary>
    public ReadOnlySpan<byte> Payload(int index)
    {
        Debug.Assert(index < Count);
        Slice slice = _payloads[index];
        return _slab.AsSpan(slice.Start, slice.Length);
    }

    /// <summary>Whether this payload ends the access unit, so that its packet carries the marker bit.</summary>
    public bool IsLast(int index) => index == Count - 1;

    /// <summary>
    /// Length of the fragments of something of <paramref name="length"/> bytes, of which one holds <paramref name="most"/>: as
    /// few as can be, and of one length but for the last.
    /// </summary>
    internal static int FragmentLength(int length, int most)
    {
        int fragments = DivideUp(length, most);
        return DivideUp(length, fragments);
    }

    internal void Clear() => _used = Count = 0;

    /// <summary>Appends a payload of that length and lends its memory to be filled before the next is appended.</summary>
    internal Span<byte> Append(int length)
    {
        // Room grows by doubling and is kept: a stream soon stops allocating.
        if (_slab.Length - _used < length) Array.Resize(ref _slab, Math.Max(2 * _slab.Length, _used + length));
        if (Count == _payloads.Length) Array.Resize(ref _payloads, 2 * _payloads.Length);
        _payloads[Count++] = new Slice(_used, length);
        _used += length;
        return _slab.AsSpan(_used - length, length);
    }

    private static int DivideUp(int dividend, int divisor) => (dividend + divisor - 1) / divisor;

    private readonly record struct Slice(int Start, int Length);
}
