using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Session;

namespace Lookout.Fuzz.Corpus;

/// <summary>Offers of browsers and others, our answers to them, our offer, fragments and candidates.</summary>
internal static class SdpCorpus
{
    public static readonly IceCredentials Credentials = IceCredentials.Create(SeededRandom.Fill(1));

    public static readonly IceCandidate[] OurCandidates =
    [
        new(IceCandidateType.Host, StunCorpus.SomeIPv4, IceCandidate.PriorityOf(IceCandidateType.Host)),
        new(IceCandidateType.Host, StunCorpus.SomeIPv6, IceCandidate.PriorityOf(IceCandidateType.Host, 1)),
    ];

    public static byte[][] Offers { get; } = [.. ReadOffers().Select(Encoding.UTF8.GetBytes), Encoding.UTF8.GetBytes(OurOffer())];

    public static byte[][] Answers { get; } =
    [
        .. Offers.Select(Encoding.UTF8.GetString).Select(Answer).OfType<string>().Select(Encoding.UTF8.GetBytes),
        // An answerer's: the sections of our offer turned round.
        Encoding.UTF8.GetBytes(OurOffer().Replace("a=sendonly", "a=recvonly", StringComparison.Ordinal).Replace("actpass", "active", StringComparison.Ordinal)),
        Encoding.UTF8.GetBytes(OurOffer().Replace("a=sendonly", "a=recvonly", StringComparison.Ordinal).Replace("actpass", "passive", StringComparison.Ordinal)),
    ];

    public static byte[][] Candidates { get; } =
    [
        .. OurCandidates.Select(candidate => Encoding.UTF8.GetBytes(SdpCandidate.Format(candidate, 1))),
        "842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 192.168.1.7 rport 46154 generation 0 ufrag EsAw network-cost 999"u8.ToArray(),
        "1 1 TCP 2128609279 10.0.1.1 9 typ host tcptype active"u8.ToArray(),
        "2 1 UDP 2122252543 4d1e7b1e-6c5d-4a2b-8e0f-1c2d3e4f5a6b.local 54400 typ host"u8.ToArray(),
        "3 1 udp 2122262783 2001:db8::7 60000 typ host generation 0 ufrag EsAw"u8.ToArray(),
    ];

    public static byte[][] Fragments { get; } =
    [
        Encoding.UTF8.GetBytes(SdpFragment.Write("0", Credentials, OurCandidates)),
        "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\na=end-of-candidates\r\n"u8.ToArray(),
    ];

    /// <summary>Our answer to an offer; null when it cannot be answered.</summary>
    public static string? Answer(string text)
    {
        if (!SdpOfferReader.TryRead(text, out SdpOffer? offer, out _)) return null;
        SdpCodec? codec = VideoFormat.Default.Choose(offer.Video.Codecs) ?? VideoFormat.H265Of(H265Profile.Default).Choose(offer.Video.Codecs);
        if (codec is null) return null;
        SdpNegotiation negotiation = SdpNegotiation.Of(offer.Video, codec);
        return new SdpAnswer
        {
            SessionId = 1,
            Credentials = Credentials,
            Fingerprint = new byte[SdpFingerprint.Length],
            Video = negotiation,
            Track = negotiation.CreateTrack(offer, SeededRandom.Fill(2)),
            CanonicalName = "cname",
            StreamId = "front",
            Candidates = OurCandidates,
        }.Write(offer);
    }

    private static string OurOffer() => new SdpOfferWriter
    {
        SessionId = 1,
        Credentials = Credentials,
        Fingerprint = new byte[SdpFingerprint.Length],
        Profile = H264Profile.ConstrainedBaseline,
        Track = new RtcTrack(MediaKind.Video, new RtcSource(new Ssrc(77), 96, new SequenceNumber(1)), new RtcSource(new Ssrc(78), 97, new SequenceNumber(1))),
        CanonicalName = "cname",
        StreamId = "front",
        Candidates = OurCandidates,
    }.Write();

    private static IEnumerable<string> ReadOffers()
    {
        foreach (string name in typeof(SdpCorpus).Assembly.GetManifestResourceNames())
        {
            using var reader = new StreamReader(typeof(SdpCorpus).Assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }
}
