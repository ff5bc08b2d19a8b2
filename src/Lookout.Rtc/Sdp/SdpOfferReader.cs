using System.Diagnostics.CodeAnalysis;
using Lookout.Rtc.Ice;

namespace Lookout.Rtc.Sdp;

/// <summary>From the text of an offer to a checked <see cref="SdpOffer"/>, or to the reason why not.</summary>
public static class SdpOfferReader
{
    /// <summary>Characters of an offer.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Reads and checks. Exactly one of the results is set.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out SdpOffer? offer, [NotNullWhen(false)] out SdpProblem? problem)
    {
        offer = null;
        problem = null;
        if (text.Length > MaxLength) return Malformed($"it is longer than {MaxLength} characters", out problem);
        var parser = new SdpOfferParser(text);
        if (!parser.TryRead()) return Malformed(parser.Error!, out problem);
        if (parser.Media.Count == 0) return Malformed("it has no media section", out problem);

        int index = FindVideo(parser.Media);
        if (index < 0)
        {
            problem = new SdpProblem(SdpProblemKind.NotAcceptable, "The offer has no video section that wants to receive.");
            return false;
        }

        SdpMedia video = parser.Media[index];
        if (!video.HasRtcpMux) return Malformed("its video section lacks rtcp-mux", out problem);
        bool isBundled = video.Mid.Length > 0 && parser.Bundle.Contains(video.Mid, StringComparer.Ordinal);
        SdpTransport transport = Merge(parser, video, isBundled);
        if (!TryCheckTransport(transport, out IceCredentials? credentials, out problem)) return false;
        offer = new SdpOffer(parser.Media, index, isBundled, credentials, transport.Fingerprint!, transport.Candidates, parser.Ssrcs);
        return true;
    }

    private static int FindVideo(List<SdpMedia> media) => media.FindIndex(section =>
        section is { Kind: "video", IsOpen: true, Direction: SdpDirection.ReceiveOnly or SdpDirection.SendReceive }
        && section.Protocol is "UDP/TLS/RTP/SAVPF" or "RTP/SAVPF");

    private static bool TryCheckTransport(
        SdpTransport transport, [NotNullWhen(true)] out IceCredentials? credentials, [NotNullWhen(false)] out SdpProblem? problem)
    {
        credentials = null;
        problem = null;
        if (!IceCredentials.IsWellFormed(transport.Ufrag, transport.Password))
            return Malformed("its ice-ufrag or ice-pwd is missing or malformed", out problem);
        if (transport.Fingerprint is null) return Malformed("it has no sha-256 certificate fingerprint", out problem);
        // RFC 8842 §5.2: we are the DTLS server, so the offerer must be able to be the client.
        if (transport.Setup is not ("actpass" or "active")) return Malformed("its a=setup is neither actpass nor active", out problem);
        credentials = new IceCredentials(transport.Ufrag!, transport.Password!);
        return true;
    }

    // RFC 9143 §7.1.3: bundled sections share one transport, and its candidates may stand in the first one only.
    private static SdpTransport Merge(in SdpOfferParser parser, SdpMedia video, bool isBundled)
    {
        var merged = new SdpTransport();
        Fill(merged, video.Transport);
        if (isBundled)
            foreach (SdpMedia section in parser.Media)
                if (section != video && parser.Bundle.Contains(section.Mid, StringComparer.Ordinal)) Fill(merged, section.Transport);
        Fill(merged, parser.SessionTransport);
        return merged;
    }

    private static void Fill(SdpTransport target, SdpTransport source)
    {
        if (target.Ufrag is null && target.Password is null) (target.Ufrag, target.Password) = (source.Ufrag, source.Password);
        target.Fingerprint ??= source.Fingerprint;
        target.Setup ??= source.Setup;
        target.Candidates.AddRange(source.Candidates);
    }

    private static bool Malformed(string what, [NotNullWhen(false)] out SdpProblem? problem)
    {
        problem = new SdpProblem(SdpProblemKind.Malformed, $"The offer cannot be used: {what}.");
        return false;
    }
}
