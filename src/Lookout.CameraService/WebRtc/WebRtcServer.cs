using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Lookout.CameraService.Dtls;
using Lookout.CameraService.Srtp;
using Lookout.CameraService.WebRtc.Diagnosis;
using Lookout.CameraService.WebRtc.Routes;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// WebRTC for viewers: takes offers on any thread, and sends video from one thread over one UDP port. See
/// docs/design/webrtc.md.
/// </summary>
public sealed partial class WebRtcServer : IDisposable
{
    private const int BadRequest = 400;
    private const int NotFound = 404;
    private const int NotAcceptable = 406;
    private const int ServiceUnavailable = 503;
    private const int Created = 201;
    private const int RetryAfterSeconds = 5;
    private const int SecretBytes = 24;
    private const int NameBytes = 8;

    private readonly ConcurrentDictionary<string, CameraFeeds> _feeds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Viewer> _bySecret = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<OutboundSession, Viewer> _outbound = new();
    private readonly ISrtpCiphers _ciphers = OpenSslSrtpCiphers.CreateBest();
    private readonly IKeyFrameRequests _keyFrames;
    private readonly byte[] _fingerprint;
    private readonly DtlsEndpointFactory _dtls;
    private readonly DtlsEndpointFactory _dtlsClients;
    private readonly ushort _port;
    private readonly int _maxViewers;
    private readonly IceFamilies _families;
    private readonly ILogger _logger;
    private readonly WebRtcLoop _loop;
    private int _sessions;
    private long _refused;

    /// <param name="settings">Address and port to listen on.</param>
    /// <param name="keyFrames">Called from the loop thread.</param>
    /// <param name="logger">For this server, its loop and its DTLS endpoints.</param>
    /// <exception cref="ArgumentException">The address to listen on is none.</exception>
    public WebRtcServer(WebRtcSettings settings, IKeyFrameRequests keyFrames, ILogger logger)
        : this(settings, keyFrames, logger, DtlsCertificate.Create(DateTimeOffset.UtcNow))
    {
    }

    private WebRtcServer(WebRtcSettings settings, IKeyFrameRequests keyFrames, ILogger logger, DtlsCertificate certificate)
        : this(settings, keyFrames, logger, certificate, new HandshakeThreads())
    {
    }

    private WebRtcServer(WebRtcSettings settings, IKeyFrameRequests keyFrames, ILogger logger, DtlsCertificate certificate, HandshakeThreads threads)
        : this(
            settings, keyFrames, logger, certificate.Fingerprint,
            (fingerprint, moved) => new BouncyCastleDtlsEndpoint(new DtlsSrtpServer(certificate, fingerprint), threads, moved, logger),
            (fingerprint, moved) => new BouncyCastleDtlsEndpoint(new DtlsSrtpClient(certificate, fingerprint), threads, moved, logger))
    {
    }

    internal WebRtcServer(
        WebRtcSettings settings, IKeyFrameRequests keyFrames, ILogger logger, byte[] fingerprint, DtlsEndpointFactory dtls, DtlsEndpointFactory? dtlsClients = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!ListenAddress.TryParse(settings.Listen, out ListenAddress? listen) || listen is null)
            throw new ArgumentException($"{settings.Listen} is no address to listen on.", nameof(settings));
        _keyFrames = keyFrames;
        _logger = logger;
        _fingerprint = fingerprint;
        _dtls = dtls;
        _dtlsClients = dtlsClients ?? dtls;
        _port = (ushort)listen.Port;
        _maxViewers = settings.MaxViewers;
        _families = FamiliesOf(listen.Address);
        _loop = new WebRtcLoop(new IPEndPoint(listen.Address ?? IPAddress.IPv6Any, listen.Port), settings, logger)
        {
            Ended = End,
            Refused = () => Interlocked.Read(ref _refused),
        };
    }

    /// <summary>Why the UDP port is not ours; null when it is. It is tried again every two seconds.</summary>
    public string? BindError => _loop.BindError;

    /// <summary>As of the last second.</summary>
    public WebRtcCounters Counters => _loop.Counters;

    /// <summary>The routes beside the UDP port, as of the last second.</summary>
    internal KnownRoutes Routes => _loop.Routes;

    /// <summary>Called about once a second by the loop thread, with the packets moved so far.</summary>
    public Action<long>? Beat
    {
        get => _loop.Beat;
        set => _loop.Beat = value;
    }

    /// <summary>Binds the port and starts the loop thread. A busy port is a state, see <see cref="BindError"/>.</summary>
    public void Start() => _loop.Start();

    /// <summary>Makes a rendition of a camera known; the same stream each time it is called with the same name and rendition.</summary>
    /// <param name="camera">Name of the camera.</param>
    /// <param name="index">Its number on the link.</param>
    /// <param name="passthrough">The video is the camera's own.</param>
    /// <param name="rendition">0 full, 1 half, 2 quarter, 3 the camera's own H.265.</param>
    /// <param name="bitsPerSecond">What it is encoded at; 0 when nobody knows, or, but for the full one, when it cannot be had.</param>
    /// <param name="codec">What it is coded in.</param>
    public MediaStream AddStream(string camera, int index, bool passthrough, int rendition = 0, long bitsPerSecond = 0, VideoCodec codec = VideoCodec.H264)
    {
        CameraFeeds feeds = _feeds.GetOrAdd(camera, _ => new CameraFeeds(RandomUInt32()));
        if (feeds[rendition] is { } known)
        {
            known.Stream.BitsPerSecond = bitsPerSecond;
            return known.Stream;
        }

        var stream = new MediaStream(camera, rendition, passthrough, feeds.RtpBase, _loop.Wake, codec) { BitsPerSecond = bitsPerSecond };
        var feed = new StreamFeed(stream, _keyFrames);
        feeds[rendition] = feed;
        _loop.TryPost(new LoopCommand(AddFeed: feed));
        return stream;
    }

    /// <summary>Answers a viewer's offer. Any thread.</summary>
    /// <param name="camera">Name of the camera.</param>
    /// <param name="offerSdp">The body of the POST.</param>
    /// <param name="hostCandidates">Addresses the viewer may reach us at, the best first.</param>
    /// <param name="wish">Which rendition.</param>
    /// <param name="origin">By which way the offer came: for the diagnosis of a session that fails, and behind a NAT the only address of the viewer's that a relay can know of. Null when nobody knows.</param>
    public WhepAnswer Open(string camera, string offerSdp, IReadOnlyList<IPAddress> hostCandidates, RenditionWish wish = RenditionWish.Auto, ViewerOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(hostCandidates);
        if (!_feeds.TryGetValue(camera, out CameraFeeds? renditions) || renditions.First(wish) is null) return WhepAnswer.Refused(NotFound, "There is no such camera.");
        if (BindError is { } busy) return Full($"WebRTC media is not available: {busy}.");
        if (!SdpOfferReader.TryRead(offerSdp, out SdpOffer? offer, out SdpProblem? problem))
            return WhepAnswer.Refused(problem.Kind == SdpProblemKind.Malformed ? BadRequest : NotAcceptable, problem.Detail);
        if (renditions.Negotiate(offer.Video.Codecs, wish) is not ({ } feed, { } codec))
            return WhepAnswer.Refused(NotAcceptable, "The offer has no H.264 with packetization-mode=1.");
        if (Interlocked.Increment(ref _sessions) > _maxViewers)
        {
            Interlocked.Decrement(ref _sessions);
            return Full($"All {_maxViewers} places are taken.");
        }

        return Accept(renditions, feed, wish, offer, codec, hostCandidates, origin);
    }

    /// <summary>Closes the session whose URL ends in this secret. False when there is none.</summary>
    public bool Close(string secret) =>
        _bySecret.TryRemove(secret, out Viewer? viewer) && _loop.TryPost(new LoopCommand(CloseViewer: viewer));

    /// <summary>Says good-bye to all viewers (RTCP BYE, DTLS close_notify) and ends the loop thread.</summary>
    public void Dispose() => _loop.Dispose();

    private WhepAnswer Accept(
        CameraFeeds renditions, StreamFeed feed, RenditionWish wish, SdpOffer offer, SdpCodec codec, IReadOnlyList<IPAddress> hostCandidates, ViewerOrigin? origin)
    {
        IceCredentials credentials = IceCredentials.Create(RandomNumberGenerator.Fill);
        string sessionId = RandomName(NameBytes);
        string canonicalName = RandomName(NameBytes);
        SdpNegotiation video = SdpNegotiation.Of(offer.Video, codec);
        RtcTrack track = video.CreateTrack(offer, RandomNumberGenerator.Fill);
        var answer = new SdpAnswer
        {
            SessionId = RandomUInt32(),
            Credentials = credentials,
            Fingerprint = _fingerprint,
            Video = video,
            Track = track,
            CanonicalName = canonicalName,
            StreamId = feed.Stream.Camera,
            Candidates = LocalCandidates.ForAnswer(hostCandidates, _port, _loop.Routes),
        };
        var ice = new IceAgent(credentials, offer.Credentials, RandomNumberGenerator.Fill) { Families = _families, RelayFamilies = _loop.Routes.RelayFamilies };
        ice.Ignore(offer.Ignored);
        foreach (IceCandidate candidate in offer.Candidates) ice.AddRemoteCandidate(candidate);
        var options = new RtcSessionOptions([track], video.Extensions, canonicalName, video.RateFeedback);
        TimeSpan now = MonotonicClock.Now;
        var session = new RtcSession(now, options, ice, _dtls(offer.Fingerprint, _loop.DtlsMoved), _ciphers);
        var viewer = new Viewer(session, feed, sessionId, RandomName(SecretBytes), credentials.Ufrag, now)
        {
            Renditions = feed.Stream.Rendition < CameraFeeds.Ladder ? renditions : null,
            Wish = wish,
            Resource = new SessionResource(sessionId, offer.Credentials, [.. offer.Media.Select(media => media.Mid)], offer.Video.Mid),
            Background = new SessionBackground(origin, answer.Candidates),
        };

        if (_loop.HasRelays) AddRelayPeers(viewer, offer.Candidates, origin?.Peer);

        _bySecret[viewer.Secret] = viewer;
        if (!_loop.TryPost(new LoopCommand(AddViewer: viewer)))
        {
            Forget(viewer);
            viewer.Dispose();
            return Full("Too much at once.");
        }

        return new WhepAnswer(Created, answer.Write(offer), sessionId, viewer.Secret, viewer.Resource.ETag, null, null);
    }

    private static void AddRelayPeers(Viewer viewer, IReadOnlyList<IceCandidate> candidates, IPAddress? from)
    {
        if (from is not null) RelayPeers.TryName(viewer.RelayPeers, TransportAddress.From(from, 0));
        foreach (IceCandidate candidate in candidates) RelayPeers.TryName(viewer.RelayPeers, candidate.Address);
    }

    private WhepAnswer Full(string problem)
    {
        Interlocked.Increment(ref _refused);
        return WhepAnswer.Refused(ServiceUnavailable, problem, RetryAfterSeconds);
    }

    // Called by the loop.
    private void End(Viewer viewer)
    {
        SessionDiagnosis diagnosis = Remember(viewer);
        if (viewer.Outbound is { } outbound)
        {
            _outbound.TryRemove(outbound, out _);
            outbound.End(diagnosis);
        }
        else
        {
            Forget(viewer);
        }
    }

    private void Forget(Viewer viewer)
    {
        _bySecret.TryRemove(viewer.Secret, out _);
        if (viewer.Resource is { } resource)
        {
            lock (resource) resource.IsOver = true;
        }

        Interlocked.Decrement(ref _sessions);
    }

    // No address, or IPv6's unspecified one, is a socket of both.
    private static IceFamilies FamiliesOf(IPAddress? listen) => listen switch
    {
        { AddressFamily: AddressFamily.InterNetwork } => IceFamilies.IPv4,
        null => IceFamilies.Both,
        _ when listen.Equals(IPAddress.IPv6Any) => IceFamilies.Both,
        _ => IceFamilies.IPv6,
    };

    private static uint RandomUInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private static string RandomName(int bytes) => RandomNumberGenerator.GetHexString(2 * bytes, lowercase: true);
}
