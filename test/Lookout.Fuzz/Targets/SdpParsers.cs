using System.Text;
using Lookout.Fuzz.Corpus;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;

namespace Lookout.Fuzz.Targets;

/// <summary>What comes in by HTTP: offers, answers, fragments, candidates.</summary>
internal static class SdpParsers
{
    private const int MaxCandidates = 64;

    public static bool Offer(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        bool read = SdpOfferReader.TryRead(text, out SdpOffer? offer, out SdpProblem? problem);
        ParserTarget.Must(read == offer is not null && read == problem is null, "neither an offer nor a reason");
        if (offer is null) return false;
        if (SdpCorpus.Answer(text) is { } answer) SdpAnswerReader.TryRead(answer, out _, out _);
        return true;
    }

    public static bool Answer(byte[] input)
    {
        bool read = SdpAnswerReader.TryRead(Encoding.UTF8.GetString(input), out SdpReply? reply, out SdpProblem? problem);
        ParserTarget.Must(read == reply is not null && read == problem is null, "neither a reply nor a reason");
        return read;
    }

    public static bool Fragment(byte[] input)
    {
        if (!SdpFragment.TryRead(Encoding.UTF8.GetString(input), out SdpFragment? fragment)) return false;
        ParserTarget.Must(fragment.Candidates.Count <= MaxCandidates, "more candidates than are kept");
        return true;
    }

    public static bool Candidate(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        SdpCandidate.TryGetUfrag(text, out _);
        SdpCandidate.Read(text, out _);
        if (!SdpCandidate.TryParse(text, out IceCandidate candidate)) return false;
        string written = SdpCandidate.Format(candidate, 1);
        ParserTarget.Must(SdpCandidate.TryParse(written, out IceCandidate again) && again.Address == candidate.Address, "not read as it is written");
        return true;
    }
}
