namespace Lookout.Rtc.Rtcp;

/// <summary>
/// Walks a compound RTCP packet (RFC 3550 §6.1), also of reduced size (RFC 5506). Packets of unknown type are delivered
/// like others: to skip them is the caller's default case. Borrows the compound; allocates nothing.
/// </summary>
/// <example>
/// <code>
/// var reader = new RtcpReader(datagram);
/// while (reader.TryRead(out RtcpPacket packet)) switch (packet.Type) { ... }
/// if (reader.Malformed) malformed++;
/// </code>
/// </example>
public ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    private ReadOnlySpan<byte> _rest = compound;

    /// <summary>Whether the walk ended at bytes that are no RTCP packet. What was read before it stands.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Reads the next packet. False at the end and at a malformed packet.</summary>
    public bool TryRead(out RtcpPacket packet)
    {
        packet = default;
        if (_rest.IsEmpty) return false;
        if (!RtcpPacket.TryParse(_rest, out packet, out int length))
        {
            Malformed = true;
            _rest = default;
            return false;
        }

        _rest = _rest[length..];
        return true;
    }
}
