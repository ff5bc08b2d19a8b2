using Lookout.Rtc.H264;
using Lookout.Rtc.H265;

namespace Lookout.Rtc.Rtp;

/// <summary>
/// Cuts access units into RTP payloads, once for all viewers of a stream. The fragments of a NAL unit are of equal length,
/// only the last may be shorter: such a run can leave as one UDP GSO message. One owner thread.
/// </summary>
public interface IPacketizer
{
    /// <summary>Cuts one access unit (annex B). The result is good until the next call.</summary>
    PacketizedAccessUnit Packetize(ReadOnlySpan<byte> annexB);

    /// <summary>The packetizer of a codec; <paramref name="maxPayload"/> is the longest RTP payload in bytes.</summary>
    static IPacketizer For(VideoCodec codec, int maxPayload) =>
        codec == VideoCodec.H265 ? new H265Packetizer(maxPayload) : new H264Packetizer(maxPayload);
}
