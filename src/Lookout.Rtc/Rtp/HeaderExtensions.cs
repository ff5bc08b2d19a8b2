namespace Lookout.Rtc.Rtp;

/// <summary>
/// One-byte header extension elements (RFC 8285 §4.2): four bits of id (1 to 14), four bits of length - 1, then 1 to
/// 16 bytes of data. Enumerates the elements of a received extension; <see cref="Write"/> appends one.
/// </summary>
/// <example><code>foreach (var element in new HeaderExtensions(packet.Slice(header.ExtensionOffset, header.ExtensionLength)))</code></example>
public ref struct HeaderExtensions
{
    /// <summary>The profile field that announces one-byte elements.</summary>
    public const ushort OneByteProfile = 0xBEDE;

    private const byte PaddingElement = 0;
    private const int StopId = 15;
    private const int MaxDataLength = 16;

    private ReadOnlySpan<byte> _rest;

    public HeaderExtensions(ReadOnlySpan<byte> elements) => _rest = elements;

    public HeaderExtension Current { get; private set; }

    public readonly HeaderExtensions GetEnumerator() => this;

    /// <summary>Moves to the next element. False at the end, at id 15 (RFC 8285 §4.2) and at an element cut short.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            if (_rest[0] == PaddingElement)
            {
                _rest = _rest[1..];
                continue;
            }

            int id = _rest[0] >> 4;
            int length = 1 + (_rest[0] & 0x0F);
            if (id == StopId || _rest.Length < 1 + length) break;
            Current = new HeaderExtension(id, _rest.Slice(1, length));
            _rest = _rest[(1 + length)..];
            return true;
        }

        _rest = default;
        return false;
    }

    /// <summary>Writes one element and returns its length.</summary>
    /// <param name="destination">At least 1 + <paramref name="data"/>.Length bytes.</param>
    /// <param name="id">The id the SDP answer gave this extension, 1 to 14.</param>
    /// <param name="data">1 to 16 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id or the length does not fit a one-byte element.</exception>
    public static int Write(Span<byte> destination, int id, ReadOnlySpan<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(id, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, StopId);
        ArgumentOutOfRangeException.ThrowIfZero(data.Length, nameof(data));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, MaxDataLength, nameof(data));
        destination[0] = (byte)(id << 4 | data.Length - 1);
        data.CopyTo(destination[1..]);
        return 1 + data.Length;
    }
}

/// <summary>One element: the negotiated id (0 to 14) and 1 to 16 bytes of data.</summary>
public readonly ref struct HeaderExtension(int id, ReadOnlySpan<byte> data)
{
    public int Id { get; } = id;

    public ReadOnlySpan<byte> Data { get; } = data;
}
