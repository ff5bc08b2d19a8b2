using System.Net;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc.Diagnosis;

/// <summary>How one session stands or why it failed, as the API tells it. Peers' addresses are masked.</summary>
/// <param name="Id">The session's public name; not the secret that its URL ends in.</param>
/// <param name="Camera">Which camera it shows.</param>
/// <param name="Direction">"viewer", or "publication" for a session we opened (WHIP).</param>
/// <param name="State">connecting, connected, ended or failed.</param>
/// <param name="Reason">Why it ended, by the name of /metrics; empty before.</param>
/// <param name="AgeSeconds">Since it was opened; of a failed one, how long it lasted.</param>
/// <param name="Sending">What is sent, and what is known of the path.</param>
/// <param name="Ice">checking, connected, nominated, consent_expired.</param>
/// <param name="Dtls">idle, handshaking, connected, failed, closed.</param>
/// <param name="Host">Host of the page's URL as the viewer knows it; null when nobody knows.</param>
/// <param name="OurCandidates">What the peer was told.</param>
/// <param name="Ignored">Candidates of the peer that cannot be checked from here.</param>
/// <param name="Restarts">ICE restarts so far.</param>
/// <param name="Pairs">Every path there was, and what went over it; the newest generation first.</param>
/// <param name="Remedy">What to change; null where nothing is wrong.</param>
internal sealed record SessionDiagnosis(
    string Id,
    string Camera,
    string Direction,
    string State,
    string Reason,
    double AgeSeconds,
    SendingView Sending,
    string Ice,
    string Dtls,
    string? Host,
    IReadOnlyList<CandidateView> OurCandidates,
    IgnoredView Ignored,
    int Restarts,
    IReadOnlyList<PairView> Pairs,
    RemedyView? Remedy)
{
    /// <summary>A path is found within a second; a session that has none after this is one to worry about.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);

    /// <summary>Looks at a session. Only its owner may.</summary>
    public static SessionDiagnosis Of(Viewer viewer, TimeSpan now)
    {
        RtcSession session = viewer.Session;
        SessionBackground background = viewer.Background;
        IceDiagnostics ice = session.Ice.Diagnose();
        Evidence evidence = EvidenceOf(viewer, ice, now);
        var remedy = Diagnosis.Remedy.For(evidence);
        return new SessionDiagnosis(
            viewer.SessionId,
            viewer.Feed.Stream.Camera,
            evidence.IsOutbound ? "publication" : "viewer",
            StateOf(session.State, failed: remedy is not null),
            session.EndReason == SessionEndReason.None ? "" : WebRtcCounters.Label(session.EndReason),
            Math.Round((now - viewer.OpenedAt).TotalSeconds, 1),
            SendingView.Of(viewer),
            IceOf(session.Ice.State),
            session.Dtls.ToString().ToLowerInvariant(),
            background.Origin?.Host,
            [.. background.Ours.Select(CandidateView.Of)],
            IgnoredView.Of(ice.Ignored),
            ice.Generation,
            [.. ice.Pairs.Select(PairView.Of)],
            remedy is null ? null : new RemedyView(remedy.Code, remedy.Sentence));
    }

    private static Evidence EvidenceOf(Viewer viewer, IceDiagnostics ice, TimeSpan now)
    {
        RtcSession session = viewer.Session;
        SessionBackground background = viewer.Background;
        IPAddress[] ours = [.. background.Ours.Select(candidate => candidate.Address.ToIPAddress())];
        string host = background.Origin?.Host ?? "";
        return new Evidence
        {
            End = session.EndReason,
            WasConnected = viewer.WasConnected,
            IsLate = now - viewer.OpenedAt >= Late,
            HasPath = session.Ice.State != IceState.Checking,
            IsOutbound = viewer.Outbound is not null,
            Port = background.Ours.Count > 0 ? background.Ours[0].Address.Port : 0,
            ChecksSent = session.Ice.Counters.ChecksSent,
            RequestsReceived = ice.RequestsReceived,
            Ignored = ice.Ignored,
            Host = host,
            Peer = background.Origin?.Peer,
            Ours = ours,
            TcpOffered = background.Ours.Any(candidate => candidate.Address.Via == Route.Tcp),
            HostIsOffered = background.Origin is not { IsOffered: false },
        };
    }

    private static string StateOf(SessionState state, bool failed) => state switch
    {
        SessionState.Connecting => "connecting",
        SessionState.Connected => "connected",
        _ => failed ? "failed" : "ended",
    };

    private static string IceOf(IceState state) => state switch
    {
        IceState.Checking => "checking",
        IceState.Connected => "connected",
        IceState.Nominated => "nominated",
        _ => "consent_expired",
    };
}
