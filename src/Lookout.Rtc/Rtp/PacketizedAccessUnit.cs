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
    private const byte StartBit = 0x80;
    private const byte EndBit = 0x40;

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

    internal void Clear() => _used = Count = 0;

    /// <summary>Appends a payload.</summary>
    internal void Append(ReadOnlySpan<byte> payload) => payload.CopyTo(Append(payload.Length));

    /// <summary>
    /// Appends the fragments of a NAL unit: as few as can be, and of one length but for the last. Each begins with the packet
    /// header and a byte of start bit, end bit and type (RFC 6184 §5.8, RFC 7798 §4.4.3).
    /// </summary>
    /// <param name="packetHeader">What says that the payload is a fragment.</param>
    /// <param name="type">The unit's type.</param>
    /// <param name="data">The unit without its header, which is not repeated.</param>
    /// <param name="maxPayload">Longest RTP payload in bytes.</param>
    internal void AppendFragments(ReadOnlySpan<byte> packetHeader, byte type, ReadOnlySpan<byte> data, int maxPayload)
    {
        int headers = packetHeader.Length + 1;
        int length = DivideUp(data.Length, DivideUp(data.Length, maxPayload - headers));
        for (byte start = StartBit; !data.IsEmpty; start = 0)
        {
            ReadOnlySpan<byte> part = data[..Math.Min(length, data.Length)];
            data = data[part.Length..];
            Span<byte> payload = Append(headers + part.Length);
            packetHeader.CopyTo(payload);
            payload[packetHeader.Length] = (byte)(start | (data.IsEmpty ? EndBit : 0) | type);
            part.CopyTo(payload[headers..]);
        }
    }

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
