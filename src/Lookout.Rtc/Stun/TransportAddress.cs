using System.Buffers.Binary;
using System.Net;

namespace Lookout.Rtc.Stun;

/// <summary>
/// An IP address, a port and the route there (RFC 8445 §2.1 counts the transport in), without a reference: compares,
/// hashes and copies on the packet path free of charge. IPv4 is kept in its IPv4-mapped form (RFC 4291 §2.5.5.2), so ::ffff:192.0.2.1 and 192.0.2.1 are equal.
/// </summary>
/// <param name="High">Upper 64 bits of the IPv6 address, host byte order.</param>
/// <param name="Low">Lower 64 bits of the IPv6 address, host byte order.</param>
/// <param name="ScopeId">Interface index of a link-local IPv6 address, else 0.</param>
/// <param name="Port">UDP or TCP port.</param>
/// <param name="Via">How datagrams come from there and go there.</param>
public readonly record struct TransportAddress(ulong High, ulong Low, uint ScopeId, ushort Port, Route Via = Route.Udp)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;
    private const ulong MappedMask = 0xFFFF_FFFF_0000_0000;

    /// <summary>Whether this is an IPv4 address.</summary>
    public bool IsIPv4 => High == 0 && (Low & MappedMask) == MappedPrefix;

    /// <summary>An IPv4 address from its 32 bits in host byte order.</summary>
    public static TransportAddress FromIPv4(uint address, ushort port) => new(0, MappedPrefix | address, 0, port);

    /// <summary>An address from 4 (IPv4) or 16 (IPv6) bytes in network byte order. Any other length is false.</summary>
    public static bool TryFromBytes(ReadOnlySpan<byte> address, ushort port, uint scopeId, out TransportAddress result)
    {
        result = default;
        switch (address.Length)
        {
            case 4:
                result = FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(address), port);
                return true;
            case 16:
                result = new TransportAddress(
                    BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]), scopeId, port);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The same from the BCL's address; allocates nothing.</summary>
    public static TransportAddress From(IPAddress address, ushort port)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        uint scope = length == 16 && address.IsIPv6LinkLocal ? (uint)address.ScopeId : 0;
        TryFromBytes(bytes[..length], port, scope, out TransportAddress result);
        return result;
    }

    /// <summary>Writes 4 bytes (IPv4) or 16 bytes (IPv6) in network byte order and returns the count.</summary>
    public int WriteBytes(Span<byte> destination)
    {
        if (IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Low);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
        return 16;
    }

    /// <summary>The BCL's form; allocates.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        int length = WriteBytes(bytes);
        return ScopeId != 0 ? new IPAddress(bytes[..length], ScopeId) : new IPAddress(bytes[..length]);
    }

    /// <summary>Address and port, as in 192.0.2.1:5000 or [2001:db8::1]:5000. For Debug logs and tests only.</summary>
    public override string ToString() => IsIPv4 ? $"{ToIPAddress()}:{Port}" : $"[{ToIPAddress()}]:{Port}";
}
