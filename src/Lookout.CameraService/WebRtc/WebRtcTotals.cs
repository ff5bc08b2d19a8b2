using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc;

/// <summary>The loop's sums: of sessions that have ended, and of what belongs to no session.</summary>
internal sealed class WebRtcTotals
{
    private readonly Dictionary<SessionEndReason, long> _ended = [];
    private SessionSums _forgotten;

    public long Connected { get; set; }

    public long Wakes { get; set; }

    public long Overrun { get; set; }

    public long Faults { get; set; }

    /// <summary>Datagrams of no session; those that were too long are, since they read as empty.</summary>
    public long Strangers { get; set; }

    public void CountEnd(SessionEndReason reason) => _ended[reason] = _ended.GetValueOrDefault(reason) + 1;

    /// <summary>Takes over what a session has counted, when it is forgotten.</summary>
    public void Absorb(Viewer viewer) => _forgotten.Add(viewer);

    /// <summary>The sums with those of the sessions that are still there.</summary>
    public WebRtcCounters Snapshot(IReadOnlyList<Viewer> viewers, IReadOnlyList<StreamFeed> feeds, long refused, DatagramSender sender)
    {
        SessionSums sums = _forgotten;
        foreach (Viewer viewer in viewers) sums.Add(viewer);
        return new WebRtcCounters
        {
            SessionsByCamera = feeds.Select(f => f.Stream.Camera).Distinct()
                .ToDictionary(camera => camera, camera => viewers.Count(v => v.Feed.Stream.Camera == camera && v.Session.State != SessionState.Ended)),
            Wakes = Wakes,
            SessionsConnected = Connected,
            SessionsEnded = new Dictionary<SessionEndReason, long>(_ended),
            SessionsRefused = refused,
            BytesSent = sums.BytesSent,
            PacketsSent = sums.PacketsSent,
            PacketsResent = sums.PacketsResent,
            PacketsRepaired = sums.PacketsRepaired,
            PacketsPadding = sums.PacketsPadding,
            NacksReceived = sums.NacksReceived,
            FeedbackCut = sums.FeedbackCut,
            SsrcCollisions = sums.SsrcCollisions,
            KeyFrameRequestsReceived = sums.KeyFrameRequests,
            KeyFrameRequestsSent = feeds.Sum(f => f.KeyFrameRequestsSent),
            FramesDiscarded = feeds.Sum(f => f.Stream.Discarded),
            ViewersOverrun = Overrun,
            RenditionChanges = sums.RenditionChanges,
            DatagramsDropped = Strangers + sums.Dropped,
            SendDrops = sender.Dropped,
            MessagesSent = sender.Socket?.MessagesSent ?? 0,
            IsSegmenting = sender.Socket is { IsSegmenting: true },
            Faults = Faults,
        };
    }
}
