using System.Buffers.Binary;
using System.Text;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>A source description whose chunks hold a CNAME each, all a WebRTC sender needs (RFC 3550 §6.5).</summary>
public static class SourceDescription
{
    private const int SsrcLength = 4;
    private const int ItemHeaderLength = 2;
    private const byte EndItem = 0;
    private const byte CanonicalNameItem = 1;

    /// <summary>Length of a packet with that CNAME for so many streams.</summary>
    public static int Length(string canonicalName, int streams = 1) =>
        RtcpPacket.HeaderLength + streams * ChunkLength(Encoding.UTF8.GetByteCount(canonicalName));

    /// <summary>
    /// Writes the packet and returns its length. The name is at most 255 bytes of UTF-8 and should tell nothing about
    /// the host (RFC 7022).
    /// </summary>
    public static int Write(Span<byte> destination, Ssrc ssrc, string canonicalName) => Write(destination, [ssrc], canonicalName);

    /// <summary>The same with a chunk for each of up to 31 streams, all of one name: they share a clock.</summary>
    public static int Write(Span<byte> destination, ReadOnlySpan<Ssrc> streams, string canonicalName)
    {
        int nameLength = Encoding.UTF8.GetByteCount(canonicalName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nameLength, byte.MaxValue, nameof(canonicalName));
        int end = RtcpPacket.HeaderLength;
        foreach (Ssrc ssrc in streams)
        {
            Span<byte> chunk = destination.Slice(end, ChunkLength(nameLength));
            BinaryPrimitives.WriteUInt32BigEndian(chunk, ssrc.Value);
            chunk[SsrcLength] = CanonicalNameItem;
            chunk[SsrcLength + 1] = (byte)nameLength;
            Encoding.UTF8.GetBytes(canonicalName, chunk[(SsrcLength + ItemHeaderLength)..]);
            chunk[(SsrcLength + ItemHeaderLength + nameLength)..].Clear();
            end += chunk.Length;
        }

        return RtcpPacket.WriteHeader(destination, RtcpPacketType.SourceDescription, streams.Length, end);
    }

    /// <summary>Finds the CNAME of the first chunk, UTF-8. False for another type or a packet without one.</summary>
    public static bool TryParse(RtcpPacket packet, out Ssrc ssrc, out ReadOnlySpan<byte> canonicalName)
    {
        ssrc = default;
        canonicalName = default;
        if (packet.Type != RtcpPacketType.SourceDescription || packet.Count == 0 || packet.Body.Length < SsrcLength)
            return false;
        ssrc = new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(packet.Body));

        ReadOnlySpan<byte> items = packet.Body[SsrcLength..];
        while (items.Length >= ItemHeaderLength && items[0] != EndItem)
        {
            int end = ItemHeaderLength + items[1];
            if (items.Length < end) return false;
            if (items[0] == CanonicalNameItem)
            {
                canonicalName = items[ItemHeaderLength..end];
                return true;
            }

            items = items[end..];
        }

        return false;
    }

    // The item list ends with one to four zeros, so that the chunk is whole words.
    private static int ChunkLength(int nameLength)
    {
        int chunk = SsrcLength + ItemHeaderLength + nameLength;
        return chunk + RtcpPacket.WordLength - chunk % RtcpPacket.WordLength;
    }
}
