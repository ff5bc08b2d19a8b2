using System.Net;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc.Diagnosis;

/// <summary>One thing to change so that the next session gets through, told from what was seen of the one that did not.</summary>
/// <param name="Code">Of the rule, for machines.</param>
/// <param name="Sentence">For the one who runs the box.</param>
internal sealed record Remedy(string Code, string Sentence)
{
    /// <summary>The first rule that fits; null for a session with nothing wrong.</summary>
    public static Remedy? For(Evidence seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return seen.End switch
        {
            SessionEndReason.DtlsFailed => new("dtls_failed",
                "A network path was found, but the other end showed another certificate than its SDP announced, or refused ours: something between the two rewrites SDP or answers in their place. Reach Lookout without that proxy."),
            SessionEndReason.DtlsTimeout => new("dtls_silent",
                "A network path was found, but the encrypted handshake over it never ended: small packets pass and larger ones do not. Let packets of 1280 bytes pass the VPN or tunnel in between, or raise its MTU."),
            SessionEndReason.ConsentExpired => new("path_lost",
                $"The path worked and then nothing came back for 30 seconds: the peer went away, changed its network, or a firewall dropped the flow. If it happens again and again, let UDP port {seen.Port} stay open in that firewall, or set webrtc.turn."),
            SessionEndReason.ClosedByPeer => null,
            _ when seen.WasConnected => null,
            SessionEndReason.None or SessionEndReason.Closed when !seen.IsLate => null,
            _ when seen.HasPath => new("dtls_silent",
                "A network path was found, but the encrypted handshake over it has not ended. Let packets of 1280 bytes pass the VPN or tunnel in between."),
            _ => seen.RequestsReceived > 0 ? OneWay(seen) : seen.IsOutbound ? Outbound(seen) : Silence(seen),
        };
    }

    private static Remedy OneWay(Evidence seen) => new("one_way",
        $"The peer's packets reach us, but none of ours was answered: a firewall lets UDP in and not out. Let UDP from port {seen.Port} of this machine out.");

    private static Remedy Outbound(Evidence seen) => seen.ChecksSent == 0
        ? new("no_candidate", "The endpoint told no address that we can send to. Let it announce its public address in its candidates.")
        : new("endpoint_silent", "The endpoint's addresses do not answer over UDP. Let it announce an address that this machine can reach, and open its UDP ports.");

    // Nothing at all of the viewer has arrived at our port.
    private static Remedy Silence(Evidence seen)
    {
        if (seen.Ignored.WrongFamily > 0 && seen.ChecksSent == 0)
            return new("address_family", "The viewer has addresses of the other IP version only. Let webrtc.listen be :PORT, which is both versions.");
        if (IsLoopback(seen.Host))
        {
            return new("tunnel",
                $"The page was opened as {seen.Host}, and no UDP came: a tunnel or port forward to localhost carries TCP only. Open the page by the box's own address{Or(seen)}.");
        }

        if (!seen.HostIsOffered)
        {
            return new("host_not_offered",
                $"The browser reaches this box as {seen.Host}, a name that could not be resolved here, so its address was not offered for media. Add the address it stands for to webrtc.hosts.");
        }

        if (seen.Peer is { } peer && !AddressMask.IsPrivate(peer) && seen.Ours.Count > 0 && seen.Ours.All(ours => AddressMask.IsPrivate(ours)))
        {
            return new("other_network",
                $"The viewer comes from another network and was told private addresses only. Forward UDP port {seen.Port} to this box and set webrtc.hosts to the public address, or set webrtc.turn.");
        }

        string ways = seen.TcpOffered ? $"UDP nor TCP port {seen.Port}" : $"UDP port {seen.Port}";
        return new("port_closed",
            $"Nothing of the viewer reached {(seen.TcpOffered ? "either " : "")}{ways}. Open it in the firewall; in a container publish it: -p {seen.Port}:{seen.Port}/udp{Or(seen)}.");
    }

    private static string Or(Evidence seen) => seen.TcpOffered ? "" : ", or let media go over TCP: webrtc.tcp: true";

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
