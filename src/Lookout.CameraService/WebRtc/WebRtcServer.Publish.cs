using System.Net;
using System.Security.Cryptography;
using Lookout.CameraService.WebRtc.Diagnosis;
using Lookout.CameraService.WebRtc.Routes;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// Sessions that we open: a viewer like the others, but that we call it. It takes none of the viewers' places, since the
/// configuration says how many there are.
/// </summary>
public sealed partial class WebRtcServer
{
    /// <summary>An offer to publish a camera. Null while the camera is not known or the media port is not ours.</summary>
    internal OutboundOffer? Offer(string camera, IReadOnlyList<IPAddress> hostCandidates)
    {
        if (!_feeds.TryGetValue(camera, out CameraFeeds? renditions) || renditions.First(RenditionWish.Full) is not { } feed || BindError is not null) return null;
        var writer = new SdpOfferWriter
        {
            SessionId = RandomUInt32(),
            Credentials = IceCredentials.Create(RandomNumberGenerator.Fill),
            Fingerprint = _fingerprint,
            Profile = feed.Stream.Format.H264,
            Track = SdpOfferWriter.CreateTrack(RandomNumberGenerator.Fill),
            CanonicalName = RandomName(NameBytes),
            StreamId = camera,
            Candidates = LocalCandidates.ForAnswer(hostCandidates, _port, _loop.Routes),
        };
        return new OutboundOffer(renditions, RandomName(NameBytes), writer.Credentials, writer.Track, writer.CanonicalName, writer.Candidates, writer.Write());
    }

    /// <summary>Opens the session that the answer describes. Null when the loop has too much to do.</summary>
    internal OutboundSession? Connect(OutboundOffer offer, SdpReply reply)
    {
        // RFC 8445 §6.1.1: who offers controls.
        var ice = new IceAgent(offer.Credentials, reply.Credentials, RandomNumberGenerator.Fill, IceRole.Controlling) { Families = _families, RelayFamilies = _loop.Routes.RelayFamilies };
        foreach (IceCandidate candidate in reply.Candidates) ice.AddRemoteCandidate(candidate);
        var options = new RtcSessionOptions([reply.Taken(offer.Track)], reply.Video.Extensions, offer.CanonicalName, reply.Video.RateFeedback);
        DtlsEndpointFactory dtls = reply.Role == DtlsRole.Client ? _dtlsClients : _dtls;
        TimeSpan now = MonotonicClock.Now;
        var session = new RtcSession(now, options, ice, dtls(reply.Fingerprint, _loop.DtlsMoved), _ciphers);
        var outbound = new OutboundSession();
        var viewer = new Viewer(session, offer.Renditions.First(RenditionWish.Auto)!, offer.SessionId, secret: "", offer.Credentials.Ufrag, now)
        {
            Renditions = offer.Renditions,
            Outbound = outbound,
            Background = new SessionBackground(null, offer.Candidates),
        };
        if (_loop.HasRelays) AddRelayPeers(viewer, reply.Candidates, from: null);
        _outbound[outbound] = viewer;
        if (_loop.TryPost(new LoopCommand(AddViewer: viewer))) return outbound;
        _outbound.TryRemove(outbound, out _);
        viewer.Dispose();
        return null;
    }

    /// <summary>Says good-bye; <see cref="OutboundSession.Ended"/> follows.</summary>
    internal void Close(OutboundSession session)
    {
        if (_outbound.TryRemove(session, out Viewer? viewer)) _loop.TryPost(new LoopCommand(CloseViewer: viewer));
    }
}
