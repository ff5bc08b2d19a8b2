using Lookout.CameraService.Tests.WebRtc;
using Lookout.CameraService.WebRtc;
using Lookout.CameraService.WebRtc.Sending;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>
/// A camera, its viewers and the networks between them in virtual time, by a seed. The sending side is the product's: feeds,
/// viewers with pacer, probes and choice of rendition, sessions with ICE, SRTP and bandwidth estimation. What plays the loop
/// here does in a turn what <see cref="WebRtcLoop"/> does.
/// </summary>
internal sealed class Simulation : IDatagramRoutes, IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private static readonly long[] Ladder = [2_000_000, 600_000, 200_000];

    private readonly int _seed;
    private readonly List<SimulatedPeer> _peers = [];
    private readonly DatagramSender _sender = new();
    private readonly MediaSender _media;

    public Simulation(int seed, params long[] rates)
    {
        _seed = seed;
        _sender.Routes = this;
        _media = new MediaSender(_sender, _ => Overruns++);
        Camera = new SimulatedCamera(seed, Now, rates.Length > 0 ? rates : Ladder);
        for (int i = 0; i < Camera.Renditions; i++) Camera.Feeds[i]!.Start();
    }

    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    public SimulatedCamera Camera { get; }

    public int Overruns { get; private set; }

    public SimulatedPeer Join(PathSettings path, RenditionWish wish = RenditionWish.Full)
    {
        int seed = _seed * 1000 + _peers.Count * 10;
        IceCredentials ours = IceCredentials.Create(Fill(seed + 1));
        IceCredentials theirs = IceCredentials.Create(Fill(seed + 2));
        var track = new RtcTrack(
            MediaKind.Video, new RtcSource(ModelViewer.Media, 102, new SequenceNumber((ushort)(seed % 30_000))), new RtcSource(ModelViewer.Repair, 103, new SequenceNumber(7)));
        var options = new RtcSessionOptions([track], ModelViewer.Extensions, "name", RateFeedback.TransportWide);
        var session = new RtcSession(Now, options, new IceAgent(ours, theirs, Fill(seed + 3)), new ConnectedDtls(), new BclSrtpCiphers());
        StreamFeed feed = Camera.Feeds.First(wish)!;
        var viewer = new Viewer(session, feed, $"{_peers.Count}", "secret", ours.Ufrag, Now) { Renditions = Camera.Feeds, Wish = wish };
        feed.Join(viewer);
        // Not UDP, so that what is sent comes here and not to a socket; that is all the route means.
        TransportAddress address = TransportAddress.FromIPv4(0x0A000002 + (uint)_peers.Count, 5000) with { Via = Route.Relay };
        var peer = new SimulatedPeer(viewer, new ModelViewer(theirs, ours, address, seed + 4), new SimulatedLink(seed + 5), new SimulatedLink(seed + 6)) { Path = path };
        _peers.Add(peer);
        return peer;
    }

    public void Run(TimeSpan duration)
    {
        for (TimeSpan end = Now + duration; Now < end; Now += Step) Turn();
    }

    /// <summary>Runs until something is so; how long that took, or null.</summary>
    public TimeSpan? RunUntil(Func<bool> condition, TimeSpan limit)
    {
        TimeSpan start = Now;
        for (; !condition(); Now += Step)
        {
            if (Now - start > limit) return null;
            Turn();
        }

        return Now - start;
    }

    bool IDatagramRoutes.TrySend(ReadOnlySpan<byte> datagram, in TransportAddress to)
    {
        foreach (SimulatedPeer peer in _peers)
        {
            // An old address of a NAT leads nowhere.
            if (peer.Model.Address.High != to.High || peer.Model.Address.Low != to.Low) continue;
            peer.ToViewer.Send(Now, datagram, to);
            return true;
        }

        return false;
    }

    public void Dispose()
    {
        foreach (SimulatedPeer peer in _peers)
        {
            peer.Viewer.Dispose();
            peer.Model.Dispose();
        }
    }

    private void Turn()
    {
        Camera.Advance(Now);
        foreach (SimulatedPeer peer in _peers)
        {
            while (peer.ToServer.TryDeliver(Now, out byte[] datagram, out TransportAddress from))
            {
                peer.Viewer.Session.Receive(Now, from, datagram);
                Follow(peer.Viewer);
            }

            if (!_media.TryServe(peer.Viewer, Now)) peer.Viewer.Session.Close(SessionEndReason.Stalled);
            // The handshake is over as soon as there is a way for it.
            bool dtlsMoved = peer.Viewer.Session is { State: SessionState.Connecting } connecting && connecting.TryGetRemote(out _);
            if (dtlsMoved || Now >= peer.Viewer.Session.NextTimeout)
            {
                peer.Viewer.Session.Advance(Now, new SenderClock((ulong)(Now.TotalSeconds * (1L << 32)), SimulatedCamera.RtpTime(Now)));
                Follow(peer.Viewer);
            }

            while (peer.ToViewer.TryDeliver(Now, out byte[] datagram, out TransportAddress to))
                if (to == peer.Model.Address) peer.Model.Receive(Now, datagram);
            peer.Model.Advance(Now);
            foreach (byte[] datagram in peer.Model.Drain()) peer.ToServer.Send(Now, datagram, peer.Model.Address);
        }
    }

    private void Follow(Viewer viewer)
    {
        Span<byte> buffer = stackalloc byte[RtcSession.MaxDatagram];
        while (viewer.Session.TryTakeDatagram(buffer, out int length, out TransportAddress to)) ((IDatagramRoutes)this).TrySend(buffer[..length], to);
        viewer.TryConnect(Now);
        viewer.MayHaveResends = true;
        _media.TryServe(viewer, Now);
        if (viewer.Session.TakeKeyFrameRequest()) viewer.Repair();
        if (viewer.Session.State == SessionState.Ended) viewer.LeaveFeeds(Now);
    }

    private static RandomFill Fill(int seed)
    {
        var random = new Random(seed);
        return random.NextBytes;
    }
}
