using Lookout.Rtc.Ice;

namespace Lookout.Rtc.Sdp;

/// <summary>One media section of an offer, reduced to what an answer needs to know.</summary>
public sealed class SdpMedia
{
    internal SdpMedia(string kind, int port, string protocol, string firstFormat)
    {
        Kind = kind;
        Port = port;
        Protocol = protocol;
        FirstFormat = firstFormat;
    }

    /// <summary>audio, video, application, or what else was offered.</summary>
    public string Kind { get; }

    /// <summary>0 means rejected, unless the section is bundle-only.</summary>
    public int Port { get; }

    public string Protocol { get; }

    /// <summary>What a rejected section repeats.</summary>
    public string FirstFormat { get; }

    /// <summary>Identification tag (RFC 5888); empty when none was offered.</summary>
    public string Mid { get; internal set; } = "";

    public SdpDirection Direction { get; internal set; } = SdpDirection.SendReceive;

    public bool IsBundleOnly { get; internal set; }

    public bool HasRtcpMux { get; internal set; }

    public bool HasReducedSizeRtcp { get; internal set; }

    /// <summary>Payload types in the order of the m-line, which is the order of preference.</summary>
    public IReadOnlyList<SdpCodec> Codecs => CodecList;

    /// <summary>Header extensions: URI to id.</summary>
    public IReadOnlyDictionary<string, int> Extensions => ExtensionMap;

    internal List<SdpCodec> CodecList { get; } = [];

    internal Dictionary<string, int> ExtensionMap { get; } = [];

    /// <summary>What of the transport stands in this section.</summary>
    internal SdpTransport Transport { get; } = new();

    /// <summary>Whether the section is still on offer.</summary>
    internal bool IsOpen => Port != 0 || IsBundleOnly;
}

/// <summary>Who sends (RFC 8866 §6.7), as seen by the offerer.</summary>
public enum SdpDirection
{
    SendReceive,
    SendOnly,
    ReceiveOnly,
    Inactive,
}

/// <summary>ICE and DTLS parameters, of the session or of one section.</summary>
internal sealed class SdpTransport
{
    private const int MaxCandidates = 64;

    public string? Ufrag { get; set; }

    public string? Password { get; set; }

    public byte[]? Fingerprint { get; set; }

    public string? Setup { get; set; }

    public List<IceCandidate> Candidates { get; } = [];

    public IgnoredCandidates Ignored { get; private set; }

    /// <summary>Takes the value of one "a=candidate:", or counts why not.</summary>
    public void AddCandidate(ReadOnlySpan<char> value)
    {
        SdpCandidateKind kind = SdpCandidate.Read(value, out IceCandidate candidate);
        if (kind == SdpCandidateKind.Checkable && Candidates.Count < MaxCandidates) Candidates.Add(candidate);
        else Ignore(kind);
    }

    public void Ignore(SdpCandidateKind kind) => Ignored += kind switch
    {
        SdpCandidateKind.Tcp => new IgnoredCandidates { Tcp = 1 },
        SdpCandidateKind.HostName => new IgnoredCandidates { HostNames = 1 },
        SdpCandidateKind.Malformed => new IgnoredCandidates { Malformed = 1 },
        _ => new IgnoredCandidates { Other = 1 },
    };

    /// <summary>Takes over another section's candidates, when both are one transport.</summary>
    public void AddCandidates(SdpTransport other)
    {
        Candidates.AddRange(other.Candidates);
        Ignored += other.Ignored;
    }
}
