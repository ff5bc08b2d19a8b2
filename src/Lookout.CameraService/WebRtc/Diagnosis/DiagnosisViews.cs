using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc.Diagnosis;

/// <param name="Code">Of the rule, for machines.</param>
/// <param name="Sentence">What to change.</param>
internal sealed record RemedyView(string Code, string Sentence);

/// <param name="Type">host, srflx, prflx or relay.</param>
/// <param name="Transport">udp, tcp or relay.</param>
/// <param name="Address">In full: it is ours, and every viewer is told it.</param>
/// <param name="Port">Its number.</param>
internal sealed record CandidateView(string Type, string Transport, string Address, int Port)
{
    public static CandidateView Of(IceCandidate candidate) =>
        new(TypeOf(candidate.Type), TransportOf(candidate.Address.Via), candidate.Address.ToIPAddress().ToString(), candidate.Address.Port);

    public static string TypeOf(IceCandidateType type) => type switch
    {
        IceCandidateType.Host => "host",
        IceCandidateType.ServerReflexive => "srflx",
        IceCandidateType.PeerReflexive => "prflx",
        _ => "relay",
    };

    public static string TransportOf(Route route) => route.ToString().ToLowerInvariant();
}

/// <param name="HostNames">mDNS and other names.</param>
/// <param name="Tcp">The peer's own TCP candidates; it connects to ours all the same.</param>
/// <param name="WrongFamily">Of an IP version we have no socket of.</param>
/// <param name="Malformed">No candidates at all.</param>
/// <param name="Other">Of another component or an unknown transport.</param>
internal sealed record IgnoredView(int HostNames, int Tcp, int WrongFamily, int Malformed, int Other)
{
    public static IgnoredView Of(IgnoredCandidates ignored) => new(ignored.HostNames, ignored.Tcp, ignored.WrongFamily, ignored.Malformed, ignored.Other);
}

/// <param name="Generation">From 0; each ICE restart begins another.</param>
/// <param name="Type">Where the peer's candidate comes from: host, srflx, prflx or relay.</param>
/// <param name="Transport">udp, tcp or relay.</param>
/// <param name="Address">Of the peer, masked.</param>
/// <param name="Priority">Of the pair (RFC 8445 §6.1.2.3).</param>
/// <param name="State">waiting, inprogress, succeeded or failed.</param>
/// <param name="ChecksSent">Ours, with repetitions.</param>
/// <param name="AnswersReceived">To our checks.</param>
/// <param name="RequestsReceived">The peer's checks.</param>
/// <param name="Nominated">Both sides have agreed on it.</param>
/// <param name="Selected">Media goes there.</param>
/// <param name="LastError">Code of the last error the peer answered with; null without one.</param>
/// <param name="RoundTripMs">The newest one measured.</param>
internal sealed record PairView(
    int Generation,
    string Type,
    string Transport,
    string Address,
    ulong Priority,
    string State,
    int ChecksSent,
    int AnswersReceived,
    int RequestsReceived,
    bool Nominated,
    bool Selected,
    int? LastError,
    double? RoundTripMs)
{
    public static PairView Of(IcePairDiagnostics pair) => new(
        pair.Generation,
        CandidateView.TypeOf(pair.RemoteType),
        CandidateView.TransportOf(pair.Route),
        AddressMask.Show(pair.Remote.ToIPAddress()),
        pair.Priority,
        pair.State.ToString().ToLowerInvariant(),
        pair.ChecksSent,
        pair.ResponsesReceived,
        pair.RequestsReceived,
        pair.IsNominated,
        pair.IsSelected,
        pair.LastError == 0 ? null : pair.LastError,
        pair.RoundTrip is { } roundTrip ? Math.Round(roundTrip.TotalMilliseconds, 1) : null);
}
