using System.Diagnostics.CodeAnalysis;
using Lookout.Rtc.Ice;

namespace Lookout.Rtc.Sdp;

/// <summary>
/// The body of a trickle or restart PATCH: application/trickle-ice-sdpfrag (RFC 8840 §9, RFC 9725 §4.3). All sections
/// belong to one bundled transport, so their candidates are one list.
/// </summary>
public sealed class SdpFragment
{
    /// <summary>Characters of a fragment.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The media type it is sent as.</summary>
    public const string MediaType = "application/trickle-ice-sdpfrag";

    internal SdpFragment(SdpTransport transport, IReadOnlyList<string> mids, bool endOfCandidates)
    {
        Ufrag = transport.Ufrag;
        Credentials = transport is { Ufrag: { } ufrag, Password: { } password } ? new IceCredentials(ufrag, password) : null;
        Candidates = transport.Candidates;
        Ignored = transport.Ignored;
        Mids = mids;
        EndOfCandidates = endOfCandidates;
    }

    /// <summary>Which generation the candidates are of; null when the fragment does not say.</summary>
    public string? Ufrag { get; }

    /// <summary>User fragment and password, when it has both. Other ones than before ask for an ICE restart.</summary>
    public IceCredentials? Credentials { get; }

    /// <summary>Candidates we can check, at most 64.</summary>
    public IReadOnlyList<IceCandidate> Candidates { get; }

    /// <summary>How many candidates we cannot check, by reason.</summary>
    public IgnoredCandidates Ignored { get; }

    /// <summary>Identification tags of the sections it is about, in their order.</summary>
    public IReadOnlyList<string> Mids { get; }

    /// <summary>Whether no more candidates will follow (RFC 8838 §8.2).</summary>
    public bool EndOfCandidates { get; }

    public static bool TryRead(string text, [NotNullWhen(true)] out SdpFragment? fragment) => TryRead(text, out fragment, out _);

    /// <summary>Reads and checks. Exactly one of the results is set.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out SdpFragment? fragment, [NotNullWhen(false)] out SdpProblem? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        fragment = null;
        problem = null;
        var parser = new SdpFragmentParser(text.Length > MaxLength ? default : text);
        if (text.Length <= MaxLength && parser.TryRead(out fragment)) return true;
        string what = text.Length > MaxLength ? $"it is longer than {MaxLength} characters" : parser.Error;
        problem = new SdpProblem(SdpProblemKind.Malformed, $"The fragment cannot be used: {what}.");
        return false;
    }

    /// <summary>Our side's fragment, the answer to a restart: new credentials and all candidates at once.</summary>
    /// <param name="mid">Identification tag of the video section; empty when it has none.</param>
    /// <param name="credentials">Those of the new generation.</param>
    /// <param name="candidates">Ours.</param>
    public static string Write(string mid, IceCredentials credentials, IReadOnlyList<IceCandidate> candidates)
    {
        ArgumentException.ThrowIfNullOrEmpty(credentials?.Ufrag, nameof(credentials));
        ArgumentNullException.ThrowIfNull(candidates);
        var text = new SdpWriter();
        // RFC 8840 §9: a pseudo m-line, whose fields nobody reads.
        text.Line("m=video 9 UDP/TLS/RTP/SAVPF 0");
        if (!string.IsNullOrEmpty(mid)) text.Line($"a=mid:{mid}");
        text.Credentials(credentials);
        text.Candidates(candidates);
        return text.ToString();
    }
}
