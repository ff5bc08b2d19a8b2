using System.Diagnostics;
using Lookout.CameraService.WebRtc.Diagnosis;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>One session and its position in the stream it watches. Owned by the loop, which disposes it.</summary>
internal sealed partial class Viewer(RtcSession session, StreamFeed feed, string sessionId, string secret, string ufrag, TimeSpan openedAt) : IDisposable
{
    // A replay repairs a lost picture of a passthrough camera, but costs seconds of video at once.
    private static readonly TimeSpan RepairInterval = TimeSpan.FromSeconds(2);

    private ViewerState _state;
    private bool _needsRepair;
    private bool _needsKey;
    private bool _touched = true;
    private TimeSpan _repairAt;

    private enum ViewerState
    {
        /// <summary>No keys yet.</summary>
        Connecting,

        /// <summary>A decoder can only begin with a key frame; what comes before is not sent.</summary>
        AwaitingKey,

        /// <summary>Follows the stream from <see cref="Cursor"/> on.</summary>
        Following,
    }

    public RtcSession Session { get; } = session;

    /// <summary>What it watches.</summary>
    public StreamFeed Feed { get; private set; } = feed;

    public string SessionId { get; } = sessionId;

    public string Secret { get; } = secret;

    public string Ufrag { get; } = ufrag;

    /// <summary>Our user fragments by which the loop finds this viewer now: one, and two after an ICE restart.</summary>
    public List<string> Ufrags { get; } = [];

    public TimeSpan OpenedAt { get; } = openedAt;

    /// <summary>What a PATCH is judged by; null for a session we opened.</summary>
    public SessionResource? Resource { get; init; }

    /// <summary>For the diagnosis.</summary>
    public SessionBackground Background { get; init; } = SessionBackground.None;

    /// <summary>Who waits for a session that we opened (WHIP); null for a viewer's.</summary>
    public OutboundSession? Outbound { get; init; }

    /// <summary>Its keys have come, once.</summary>
    public bool WasConnected => _state != ViewerState.Connecting;

    /// <summary>Addresses under which the loop finds this viewer.</summary>
    public List<TransportAddress> Addresses { get; } = [];

    /// <summary>Where its datagrams may come from through a relay, without ports. Complete before the loop has the viewer.</summary>
    public List<TransportAddress> RelayPeers { get; } = [];

    /// <summary>The next packet of the stream to send.</summary>
    public SequenceNumber Cursor { get; private set; }

    /// <summary>Packets of the stream that wait for this viewer.</summary>
    public int Behind => _state == ViewerState.Following ? Feed.History.Next.StepsAfter(Cursor) : 0;

    /// <summary>Replays a past group of pictures instead of following the live edge.</summary>
    public bool IsCatchingUp { get; private set; }

    /// <summary>Kept by the loop: before then there is nothing to do for this viewer, unless something comes for it.</summary>
    public TimeSpan DueAt { get; set; }

    /// <summary>Something is done for this viewer, or with its session: when it is due has to be asked again.</summary>
    public void Touch() => _touched = true;

    /// <summary>Whether it was touched since the last call.</summary>
    public bool TakeTouched()
    {
        bool touched = _touched;
        _touched = false;
        return touched;
    }

    /// <summary>When an ended session's last datagrams have left and it is forgotten; TimeSpan.MaxValue before its end.</summary>
    public TimeSpan ForgetAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>Whether this call noticed that the session's keys have come.</summary>
    public bool TryConnect(TimeSpan now)
    {
        if (_state != ViewerState.Connecting || Session.State != SessionState.Connected) return false;
        Become(ViewerState.AwaitingKey);
        BeginChoosing(now);
        if (!TryReplay()) Feed.RequestKeyFrame();
        return true;
    }

    /// <summary>An access unit was added to one of the streams: begin with it if it is the key frame waited for.</summary>
    public void Offer(TimeSpan now, StreamFeed feed)
    {
        if (feed == NextFeed)
        {
            OfferNext(now);
            return;
        }

        bool key = feed.Newest.Key;
        if (key) _needsRepair = false;
        if (_needsRepair && now >= _repairAt && TryReplay())
        {
            _needsRepair = false;
            _repairAt = now + RepairInterval;
        }

        if (_state == ViewerState.AwaitingKey && key) Begin(feed.Newest.First);
        SetPace(now);
    }

    /// <summary>
    /// The viewer cannot decode any more and asks for a key frame. Where none can be made, the last one is sent again
    /// with all that followed it, when the next access unit comes: its time axis needs room.
    /// </summary>
    public void Repair()
    {
        if (Feed.Stream.IsPassthrough) _needsRepair = _state == ViewerState.Following;
        else Feed.RequestKeyFrame();
    }

    /// <summary>A packet of the stream has left.</summary>
    public void Sent(in StoredPacket packet)
    {
        Cursor = Cursor.Next;
        IsMidFrame = !packet.Marker;
        _lastTimestamp = packet.Timestamp;
        _hasSent = true;
        if (Cursor == Feed.History.Next) IsCatchingUp = false;
    }

    /// <summary>Behind too far: what waits is dropped, and a key frame asked for as soon as there is a way for it.</summary>
    public void DropToKey()
    {
        IsCatchingUp = false;
        _needsKey = true;
        Become(ViewerState.AwaitingKey);
    }

    public void Dispose() => Session.Dispose();

    private void Begin(SequenceNumber first)
    {
        Session.Start(Feed.History, first);
        Cursor = first;
        _needsKey = false;
        Become(ViewerState.Following);
    }

    private bool TryReplay()
    {
        if (!Feed.TryGetReplay(out SequenceNumber key, out uint timestamp)) return false;
        Session.StartReplay(Feed.History, key, timestamp, Feed.LiveTimestamp);
        Cursor = key;
        IsCatchingUp = true;
        if (_state != ViewerState.Following) Become(ViewerState.Following);
        return true;
    }

    private void Become(ViewerState next)
    {
        Debug.Assert(next != ViewerState.Connecting && next != _state, $"{_state} -> {next}");
        _state = next;
    }
}
