using Lookout.Fuzz.Corpus;
using Lookout.Rtc.Framing;
using Lookout.Rtc.H264;
using Lookout.Rtc.H265;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Srtp;

namespace Lookout.Fuzz.Targets;

/// <summary>Everything that reads what the network, a page or a camera sends.</summary>
internal static class AllTargets
{
    private const int MaxDatagram = 1500;

    private static readonly Dictionary<string, Func<string, int, FuzzTarget>> Makers = new()
    {
        ["stun message"] = (name, _) => new ParserTarget(name, StunCorpus.Signed, StunParsers.Message),
        ["turn channel data"] = (name, _) => new ParserTarget(name, StunParsers.ChannelCorpus, StunParsers.Channel),
        ["framing rfc 4571"] = (name, _) => new ParserTarget(name, StunParsers.LengthCorpus, input => StunParsers.Frames(new LengthFraming(MaxDatagram), input)),
        ["framing turn"] = (name, _) => new ParserTarget(name, StunParsers.TurnCorpus, input => StunParsers.Frames(new TurnFraming(MaxDatagram), input)),
        ["rtp packet"] = (name, _) => new ParserTarget(name, RtpParsers.PacketCorpus, RtpParsers.Packet),
        ["rtcp compound"] = (name, _) => new ParserTarget(name, RtpParsers.CompoundCorpus, RtpParsers.Compound),
        ["srtp aes-gcm"] = (_, _) => new SrtpTarget(SrtpProfile.AeadAes128Gcm),
        ["srtp aes-cm"] = (_, _) => new SrtpTarget(SrtpProfile.Aes128CmHmacSha1Tag80),
        ["sdp offer"] = (name, _) => new ParserTarget(name, SdpCorpus.Offers, SdpParsers.Offer),
        ["sdp answer"] = (name, _) => new ParserTarget(name, SdpCorpus.Answers, SdpParsers.Answer),
        ["sdp fragment"] = (name, _) => new ParserTarget(name, SdpCorpus.Fragments, SdpParsers.Fragment),
        ["sdp candidate"] = (name, _) => new ParserTarget(name, SdpCorpus.Candidates, SdpParsers.Candidate),
        ["h264 packetizer"] = (name, _) => new ParserTarget(name, VideoCorpus.H264Units, VideoParsers.Packetize(new H264Packetizer(VideoCorpus.MaxPayload), VideoCodec.H264)),
        ["h265 packetizer"] = (name, _) => new ParserTarget(name, VideoCorpus.H265Units, VideoParsers.Packetize(new H265Packetizer(VideoCorpus.MaxPayload), VideoCodec.H265)),
        ["h264 depacketizer"] = (name, _) => new ParserTarget(name, VideoCorpus.H264Payloads, VideoParsers.Depacketize()),
        ["dtls record filter"] = (_, seed) => new RecordFilterTarget(HandshakeRecords(seed)),
        ["dtls handshake"] = (_, seed) => new DtlsTarget(seed),
        ["turn client"] = (_, seed) => new TurnTarget(seed),
        ["ice controlled"] = (_, seed) => new IceTarget(seed, IceRole.Controlled),
        ["ice controlling"] = (_, seed) => new IceTarget(seed, IceRole.Controlling),
        ["session aes-gcm"] = (_, seed) => new SessionTarget(seed, SrtpProfile.AeadAes128Gcm),
        ["session aes-cm"] = (_, seed) => new SessionTarget(seed, SrtpProfile.Aes128CmHmacSha1Tag80),
    };

    public static IEnumerable<string> Names => Makers.Keys;

    public static FuzzTarget Create(string name, int seed) => Makers[name](name, seed);

    private static IReadOnlyList<byte[]> HandshakeRecords(int seed)
    {
        using var recorded = new DtlsTarget(seed);
        return recorded.Corpus;
    }
}
