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
    public int Write(Span<byte> destination) => Write(destination, [Ssrc]);

    /// <summary>Writes one packet for several streams, at most 31, and returns its length.</summary>
    public static int Write(Span<byte> destination, ReadOnlySpan<Ssrc> streams)
    {
        int end = RtcpPacket.HeaderLength;
        foreach (Ssrc ssrc in streams)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[end..], ssrc.Value);
            end += SsrcLength;
        }

        return RtcpPacket.WriteHeader(destination, RtcpPacketType.Bye, streams.Length, end);
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
