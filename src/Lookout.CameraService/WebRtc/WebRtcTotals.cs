using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc;

/// <summary>The loop's sums: of sessions that have ended, and of what belongs to no session.</summary>
internal sealed class WebRtcTotals
{
    private readonly Dictionary<SessionEndReason, long> _ended = [];
    private long _bytesSent;
    private long _packetsSent;
    private long _packetsResent;
    private long _nacks;
    private long _keyFrameRequests;
    private long _droppedBySessions;
    private long _renditionChanges;

    public long Connected { get; set; }

    public long Overrun { get; set; }

    public long Faults { get; set; }

    /// <summary>Datagrams of no session; those that were too long are, since they read as empty.</summary>
    public long Strangers { get; set; }

    public void CountEnd(SessionEndReason reason) => _ended[reason] = _ended.GetValueOrDefault(reason) + 1;

    /// <summary>Takes over what a session has counted, when it is forgotten.</summary>
    public void Absorb(Viewer viewer)
    {
        RtcSession session = viewer.Session;
        _renditionChanges += viewer.RenditionChanges;
        _bytesSent += session.Counters.BytesSent;
        _packetsSent += session.Counters.PacketsSent;
        _packetsResent += session.Counters.PacketsResent;
        _nacks += session.Counters.NacksReceived;
        _keyFrameRequests += session.Counters.KeyFrameRequests;
        _droppedBySessions += Dropped(session);
    }

    /// <summary>The sums with those of the sessions that are still there.</summary>
    public WebRtcCounters Snapshot(IReadOnlyList<Viewer> viewers, IReadOnlyList<StreamFeed> feeds, long refused, DatagramSender sender) => new()
    {
        SessionsByCamera = feeds.Select(f => f.Stream.Camera).Distinct()
            .ToDictionary(camera => camera, camera => viewers.Count(v => v.Feed.Stream.Camera == camera && v.Session.State != SessionState.Ended)),
        SessionsConnected = Connected,
        SessionsEnded = new Dictionary<SessionEndReason, long>(_ended),
        SessionsRefused = refused,
        BytesSent = _bytesSent + viewers.Sum(v => v.Session.Counters.BytesSent),
        PacketsSent = _packetsSent + viewers.Sum(v => v.Session.Counters.PacketsSent),
        PacketsResent = _packetsResent + viewers.Sum(v => v.Session.Counters.PacketsResent),
        NacksReceived = _nacks + viewers.Sum(v => v.Session.Counters.NacksReceived),
        KeyFrameRequestsReceived = _keyFrameRequests + viewers.Sum(v => v.Session.Counters.KeyFrameRequests),
        KeyFrameRequestsSent = feeds.Sum(f => f.KeyFrameRequestsSent),
        FramesDiscarded = feeds.Sum(f => f.Stream.Discarded),
        ViewersOverrun = Overrun,
        RenditionChanges = _renditionChanges + viewers.Sum(v => (long)v.RenditionChanges),
        DatagramsDropped = Strangers + _droppedBySessions + viewers.Sum(v => Dropped(v.Session)),
        SendDrops = sender.Dropped,
        MessagesSent = sender.Socket?.MessagesSent ?? 0,
        IsSegmenting = sender.Socket is { IsSegmenting: true },
        Faults = Faults,
    };

    private static long Dropped(RtcSession session)
    {
        long dropped = session.Counters.Unvalidated + session.Counters.Rejected;
        foreach (Rtc.Ice.IceDrop reason in Enum.GetValues<Rtc.Ice.IceDrop>()) dropped += session.Ice.Counters.Dropped(reason);
        return dropped;
    }
}
