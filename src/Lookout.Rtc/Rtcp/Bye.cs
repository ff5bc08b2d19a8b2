using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>A stream ends (RFC 3550 §6.6). Written without the optional reason.</summary>
/// <param name="Ssrc">The stream that ends; of several, the first.</param>
public readonly record struct Bye(Ssrc Ssrc)
{
    public const int Length = RtcpPacket.HeaderLength + SsrcLength;

    private const int SsrcLength = 4;

    /// <summary>Writes the packet and returns <see cref="Length"/>.</summary>
    public int Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[RtcpPacket.HeaderLength..], Ssrc.Value);
        return RtcpPacket.WriteHeader(destination, RtcpPacketType.Bye, 1, Length);
    }

    /// <summary>False for another type, and for a packet that names no stream or is shorter than its count.</summary>
    public static bool TryParse(RtcpPacket packet, out Bye bye)
    {
        bye = default;
        if (packet.Type != RtcpPacketType.Bye || packet.Count == 0) return false;
        if (packet.Body.Length < packet.Count * SsrcLength) return false;
        bye = new Bye(new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(packet.Body)));
        return true;
    }
}
