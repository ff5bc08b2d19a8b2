using System.Diagnostics.CodeAnalysis;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Ice;

namespace Lookout.Rtc.Sdp;

/// <summary>From the text of an answer to a checked <see cref="SdpReply"/>, or to the reason why not.</summary>
public static class SdpAnswerReader
{
    /// <summary>Reads and checks. Exactly one of the results is set.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out SdpReply? reply, [NotNullWhen(false)] out SdpProblem? problem)
    {
        reply = null;
        problem = null;
        if (text.Length > SdpOfferReader.MaxLength) return Malformed($"it is longer than {SdpOfferReader.MaxLength} characters", out problem);
        var parser = new SdpOfferParser(text);
        if (!parser.TryRead()) return Malformed(parser.Error!, out problem);
        // RFC 3264 §6: as many sections as were offered, in their order, and we offer one.
        if (parser.Media is not [{ Kind: "video" } video]) return Malformed("it has not the one video section of the offer", out problem);
        if (!video.IsOpen) return Refused("the video was rejected", out problem);
        if (video.Direction is not (SdpDirection.ReceiveOnly or SdpDirection.SendReceive)) return Refused("the peer does not want to receive", out problem);
        if (!video.HasRtcpMux) return Malformed("its video section lacks rtcp-mux", out problem);
        if (FindCodec(video) is not { } codec) return Refused("it has no H.264 under the payload type offered", out problem);
        return TryReadTransport(parser, video, codec, out reply, out problem);
    }

    // Some answerers leave the parameters out. That they took this payload type says enough: it was offered with one mode only.
    private static SdpCodec? FindCodec(SdpMedia video)
    {
        foreach (SdpCodec codec in video.Codecs)
            if (codec.PayloadType == SdpOfferWriter.PayloadType && codec.Name.Equals("H264", StringComparison.OrdinalIgnoreCase)) return codec;
        return null;
    }

    private static bool TryReadTransport(
        in SdpOfferParser parser, SdpMedia video, SdpCodec codec, [NotNullWhen(true)] out SdpReply? reply, [NotNullWhen(false)] out SdpProblem? problem)
    {
        reply = null;
        problem = null;
        SdpTransport own = video.Transport, common = parser.SessionTransport;
        bool hasOwn = own.Ufrag is not null || own.Password is not null;
        (string? ufrag, string? password) = hasOwn ? (own.Ufrag, own.Password) : (common.Ufrag, common.Password);
        if (!IceCredentials.IsWellFormed(ufrag, password)) return Malformed("its ice-ufrag or ice-pwd is missing or malformed", out problem);
        if ((own.Fingerprint ?? common.Fingerprint) is not { } fingerprint) return Malformed("it has no sha-256 certificate fingerprint", out problem);
        // RFC 8842 §5.3: an answer decides.
        DtlsRole? role = (own.Setup ?? common.Setup) switch
        {
            "active" => DtlsRole.Server,
            "passive" => DtlsRole.Client,
            _ => null,
        };
        if (role is null) return Malformed("its a=setup is neither active nor passive", out problem);
        reply = new SdpReply(SdpNegotiation.Of(video, codec), role.Value, new IceCredentials(ufrag!, password!), fingerprint, [.. own.Candidates, .. common.Candidates]);
        return true;
    }

    private static bool Malformed(string what, [NotNullWhen(false)] out SdpProblem? problem) => Fail(SdpProblemKind.Malformed, what, out problem);

    private static bool Refused(string what, [NotNullWhen(false)] out SdpProblem? problem) => Fail(SdpProblemKind.NotAcceptable, what, out problem);

    private static bool Fail(SdpProblemKind kind, string what, [NotNullWhen(false)] out SdpProblem? problem)
    {
        problem = new SdpProblem(kind, $"The answer cannot be used: {what}.");
        return false;
    }
}
