using Lookout.Fuzz.Corpus;
using Lookout.Rtc.H264;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Sdp;

namespace Lookout.Fuzz.Targets;

/// <summary>Access units of a camera, and payloads of a stranger's stream.</summary>
internal static class VideoParsers
{
    public static Func<byte[], bool> Packetize(IPacketizer packetizer, VideoCodec codec) => input =>
    {
        VideoFormat.TryRead(codec, input, out _);
        PacketizedAccessUnit packets = packetizer.Packetize(input);
        for (int i = 0; i < packets.Count; i++)
            ParserTarget.Must(packets.Payload(i).Length is > 0 and <= VideoCorpus.MaxPayload, "a payload of no length, or too long");
        return packets.Count > 0;
    };

    public static Func<byte[], bool> Depacketize()
    {
        var depacketizer = new H264Depacketizer();
        int count = 0;
        return input =>
        {
            // An access unit is spoilt by its first bad payload: begin anew often.
            if (++count % 5 == 0) depacketizer.Clear();
            bool taken = depacketizer.TryAdd(input);
            ParserTarget.Must(depacketizer.AccessUnit.Length <= H264Depacketizer.MaxLength, "an access unit without end");
            return taken;
        };
    }
}
