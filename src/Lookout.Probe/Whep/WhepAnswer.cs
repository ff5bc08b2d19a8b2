using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;

namespace Lookout.Probe.Whep;

/// <summary>What a viewer needs of an answer.</summary>
/// <param name="Remote">The server's credentials.</param>
/// <param name="Fingerprint">SHA-256 of its certificate.</param>
/// <param name="Candidates">Where it may be reached, UDP only.</param>
internal sealed record WhepAnswer(IceCredentials Remote, byte[] Fingerprint, IReadOnlyList<IceCandidate> Candidates)
{
    private const int MostCandidates = 32;

    /// <summary>False when one of the three is missing or malformed.</summary>
    public static bool TryParse(ReadOnlySpan<char> sdp, out WhepAnswer? answer)
    {
        answer = null;
        string ufrag = "";
        string password = "";
        byte[]? fingerprint = null;
        var candidates = new List<IceCandidate>();
        var lines = new SdpLineReader(sdp);
        while (lines.MoveNext())
        {
            if (lines.Type != 'a') continue;
            if (Is(lines.Value, "ice-ufrag:", out ReadOnlySpan<char> value)) ufrag = value.ToString();
            else if (Is(lines.Value, "ice-pwd:", out value)) password = value.ToString();
            else if (Is(lines.Value, "fingerprint:", out value) && SdpFingerprint.TryParse(value, out byte[] digest)) fingerprint = digest;
            else if (Is(lines.Value, "candidate:", out value) && candidates.Count < MostCandidates && SdpCandidate.TryParse(value, out IceCandidate candidate)) candidates.Add(candidate);
        }
        if (lines.Malformed || fingerprint is null || !IceCredentials.IsWellFormed(ufrag, password)) return false;
        answer = new WhepAnswer(new IceCredentials(ufrag, password), fingerprint, candidates);
        return true;
    }

    private static bool Is(ReadOnlySpan<char> attribute, string name, out ReadOnlySpan<char> value)
    {
        bool matches = attribute.StartsWith(name, StringComparison.Ordinal);
        value = matches ? attribute[name.Length..] : default;
        return matches;
    }
}
