using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Lookout.Native.Net;

/// <summary>
/// An IP address and a UDP port as a value: compared, hashed and copied on the packet path without a reference. IPv4 is
/// kept IPv4-mapped (RFC 4291 §2.5.5.2), so an address is the same whichever kind of socket it came from.
/// </summary>
/// <param name="High">Upper 64 bits of the IPv6 address, host byte order.</param>
/// <param name="Low">Lower 64 bits of the IPv6 address, host byte order.</param>
/// <param name="ScopeId">Interface index of a link-local IPv6 address, else 0.</param>
/// <param name="Port">UDP port.</param>
public readonly record struct UdpAddress(ulong High, ulong Low, uint ScopeId, ushort Port)
{
    /// <summary>Length of sockaddr_in6, the longer of the two forms.</summary>
    internal const int MaxSocketAddressLength = 28;

    private const int IPv4SocketAddressLength = 16;
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    /// <summary>From the BCL's form.</summary>
    public static UdpAddress From(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        uint scope = endPoint.Address.IsIPv6LinkLocal ? (uint)endPoint.Address.ScopeId : 0;
        return new UdpAddress(
            BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            scope, (ushort)endPoint.Port);
    }

    /// <summary>Reads an address of four bytes; the port is 0.</summary>
    internal static UdpAddress ReadIPv4(ReadOnlySpan<byte> bytes) =>
        new(0, MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(bytes), 0, 0);

    /// <summary>Reads an address of sixteen bytes; the port is 0.</summary>
    internal static UdpAddress ReadIPv6(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), 0, 0);

    internal void WriteIPv4(Span<byte> bytes) => BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Low);

    internal void WriteIPv6(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    /// <summary>Reads a sockaddr as the kernel writes it. False for a family other than IP.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> socketAddress, out UdpAddress address)
    {
        address = default;
        if (socketAddress.Length < IPv4SocketAddressLength) return false;
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(socketAddress[2..]);
        switch (BitConverter.ToUInt16(socketAddress))
        {
            case PosixSocketNative.FamilyIPv4:
                address = ReadIPv4(socketAddress[4..]) with { Port = port };
                return true;
            case PosixSocketNative.FamilyIPv6 when socketAddress.Length >= MaxSocketAddressLength:
                address = ReadIPv6(socketAddress[8..]) with { ScopeId = BitConverter.ToUInt32(socketAddress[24..]), Port = port };
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes the sockaddr for a socket of that family and returns its length.</summary>
    internal int Write(Span<byte> socketAddress, AddressFamily family)
    {
        socketAddress[..MaxSocketAddressLength].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(socketAddress[2..], Port);
        if (family == AddressFamily.InterNetwork)
        {
            BitConverter.TryWriteBytes(socketAddress, PosixSocketNative.FamilyIPv4);
            WriteIPv4(socketAddress[4..]);
            return IPv4SocketAddressLength;
        }

        BitConverter.TryWriteBytes(socketAddress, PosixSocketNative.FamilyIPv6);
        WriteIPv6(socketAddress[8..]);
        BitConverter.TryWriteBytes(socketAddress[24..], ScopeId);
        return MaxSocketAddressLength;
    }
}
