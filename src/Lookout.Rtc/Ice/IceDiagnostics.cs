using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>What an agent knows about its paths, at one moment. Holds addresses: mask them before they leave the house.</summary>
public sealed record IceDiagnostics
{
    public required IceRole Role { get; init; }

    public required IceState State { get; init; }

    /// <summary>Number of the newest generation: restarts so far.</summary>
    public required int Generation { get; init; }

    /// <summary>Whether media is still on the generation before, or nowhere.</summary>
    public required bool IsRestarting { get; init; }

    /// <summary>Of the newest generation first, each by falling priority.</summary>
    public required IReadOnlyList<IcePairDiagnostics> Pairs { get; init; }

    /// <summary>Candidates of the peer's that were passed over.</summary>
    public required IgnoredCandidates Ignored { get; init; }

    /// <summary>Candidates refused because there were too many.</summary>
    public required long CandidatesRefused { get; init; }

    /// <summary>Authentic checks of the peer's.</summary>
    public required long RequestsReceived { get; init; }

    /// <summary>Checks dropped for a wrong user fragment or password.</summary>
    public required long NotAuthentic { get; init; }
}

/// <summary>One pair.</summary>
/// <param name="Generation">From 0.</param>
/// <param name="RemoteType">Where the peer's candidate comes from.</param>
/// <param name="Remote">Its address; <see cref="TransportAddress.Via"/> is the route.</param>
/// <param name="Priority">Of the pair (RFC 8445 §6.1.2.3).</param>
/// <param name="State">Of its check.</param>
/// <param name="ChecksSent">With retransmissions and consent checks.</param>
/// <param name="ResponsesReceived">Authentic ones, errors too.</param>
/// <param name="RequestsReceived">Authentic ones.</param>
/// <param name="IsNominated">Whether it is the one its generation has agreed on.</param>
/// <param name="IsSelected">Whether media goes there.</param>
/// <param name="LastError">Code of the last error response (RFC 8489 §14.8), 0 for none.</param>
/// <param name="RoundTrip">The newest one measured; null before.</param>
public sealed record IcePairDiagnostics(
    int Generation,
    IceCandidateType RemoteType,
    TransportAddress Remote,
    ulong Priority,
    IceCheckState State,
    int ChecksSent,
    int ResponsesReceived,
    int RequestsReceived,
    bool IsNominated,
    bool IsSelected,
    int LastError,
    TimeSpan? RoundTrip)
{
    public bool IsIPv4 => Remote.IsIPv4;

    public Route Route => Remote.Via;
}
