using System.Net.Sockets;
using System.Runtime.InteropServices;
using static Lookout.Native.Net.PosixSocketNative;

namespace Lookout.Native.Net;

/// <summary>
/// The ancillary data of a message (cmsg(3)): the segment size of a run, and the address of ours a datagram came to or
/// shall leave from. Each is a header of length, level and type, then the data, padded to eight bytes.
/// </summary>
/// <remarks>A socket of IPv6 speaks of IPv4 too, with mapped addresses, so the kind depends on the socket alone.</remarks>
internal static class ControlMessages
{
    /// <summary>Room for all that one message may carry.</summary>
    public const int MaxLength = SegmentSpace + PacketInfo6Space;

    private const int HeaderLength = 16;
    private const int SegmentSpace = HeaderLength + 8;

    // struct in_pktinfo: interface, address of ours, destination in the header. struct in6_pktinfo: address, interface.
    private const int PacketInfo4Length = 12;
    private const int PacketInfo6Length = 20;
    private const int LocalOffset4 = 4;
    private const int PacketInfo6Space = HeaderLength + 24;

    /// <summary>Writes the segment size of a run (UDP_SEGMENT) and returns the bytes written.</summary>
    public static int WriteSegment(Span<byte> control, ushort segment)
    {
        WriteHeader(control, sizeof(ushort), LevelUdp, OptionUdpSegment);
        MemoryMarshal.Write(control[HeaderLength..], segment);
        return SegmentSpace;
    }

    /// <summary>Writes the address to leave from (IP_PKTINFO, IPV6_PKTINFO) and returns the bytes written.</summary>
    public static int WriteSource(Span<byte> control, in UdpAddress source, AddressFamily family)
    {
        // The interface is left to routing: it follows from the destination, whose scope a link-local one names.
        if (family == AddressFamily.InterNetwork)
        {
            control[..(HeaderLength + PacketInfo4Length)].Clear();
            WriteHeader(control, PacketInfo4Length, LevelIPv4, OptionIPv4PacketInfo);
            source.WriteIPv4(control[(HeaderLength + LocalOffset4)..]);
            return Align(HeaderLength + PacketInfo4Length);
        }

        control[..PacketInfo6Space].Clear();
        WriteHeader(control, PacketInfo6Length, LevelIPv6, OptionIPv6PacketInfo);
        source.WriteIPv6(control[HeaderLength..]);
        return PacketInfo6Space;
    }

    /// <summary>Finds the address of ours a datagram came to. False when the kernel did not say.</summary>
    public static bool TryReadLocal(ReadOnlySpan<byte> control, out UdpAddress local)
    {
        local = default;
        while (control.Length >= HeaderLength)
        {
            ulong length = MemoryMarshal.Read<ulong>(control);
            if (length < HeaderLength || length > (ulong)control.Length) return false;
            ReadOnlySpan<byte> data = control[HeaderLength..(int)length];
            switch ((MemoryMarshal.Read<int>(control[8..]), MemoryMarshal.Read<int>(control[12..])))
            {
                case (LevelIPv4, OptionIPv4PacketInfo) when data.Length >= PacketInfo4Length:
                    local = UdpAddress.ReadIPv4(data[LocalOffset4..]);
                    return true;
                case (LevelIPv6, OptionIPv6PacketInfo) when data.Length >= PacketInfo6Length:
                    local = UdpAddress.ReadIPv6(data);
                    return true;
            }

            control = control[Math.Min(Align((int)length), control.Length)..];
        }

        return false;
    }

    private static void WriteHeader(Span<byte> control, int dataLength, int level, int type)
    {
        MemoryMarshal.Write(control, (ulong)(HeaderLength + dataLength));
        MemoryMarshal.Write(control[8..], level);
        MemoryMarshal.Write(control[12..], type);
    }

    private static int Align(int length) => (length + 7) & ~7;
}
