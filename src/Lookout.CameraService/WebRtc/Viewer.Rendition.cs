using Lookout.CameraService.WebRtc.Sending;
using Lookout.Rtc.Congestion;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// Which rendition this viewer watches. Another one is chosen when the path asks for it, wanted of its encoder, and followed
/// from its next key frame on; until then the old one goes on.
/// </summary>
internal sealed partial class Viewer
{
    private static readonly TimeSpan FirstChoice = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ChoiceInterval = TimeSpan.FromMilliseconds(250);

    // An encoder that has to start takes a moment; one that does not start at all is not waited for.
    private static readonly TimeSpan SwitchPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    // The new rendition's next frame is at most that late behind the old one's.
    private static readonly TimeSpan HoldTime = TimeSpan.FromMilliseconds(200);

    private readonly ReceiverEstimate _viewersEstimate = new();
    private readonly PathPause _pause = new();
    private RenditionChooser? _chooser;
    private TimeSpan _chooseAt = TimeSpan.MaxValue;
    private TimeSpan _choseAt = TimeSpan.MaxValue;
    private TimeSpan _switchBy;
    private TimeSpan _heldSince;
    private (SequenceNumber First, uint Timestamp)? _nextKey;
    private uint _lastTimestamp;
    private bool _hasSent;

    /// <summary>The renditions to choose among; null where there is only the one, as of another codec than H.264.</summary>
    public CameraFeeds? Renditions { get; init; }

    public RenditionWish Wish { get; init; }

    /// <summary>The rendition to change to; null most of the time.</summary>
    public StreamFeed? NextFeed { get; private set; }

    /// <summary>The last packet sent was not its frame's last.</summary>
    public bool IsMidFrame { get; private set; }

    /// <summary>
    /// The new rendition's key frame is there, but is of a moment the viewer has seen: the old one stops, and the new one
    /// begins with its next frame, a thirtieth of a second later.
    /// </summary>
    public bool IsHeld => _nextKey is not null && !IsMidFrame && !IsCatchingUp;

    /// <summary>On the way to less, and what waits on the path must drain first: nothing is sent, and nothing sent again.</summary>
    public bool IsPaused => _pause.IsOn && !IsMidFrame;

    public int RenditionChanges { get; private set; }

    /// <summary>Makes the choice when it is time to, or the path has just turned out to be too full.</summary>
    public void Choose(TimeSpan now)
    {
        if (now < _chooseAt && !(NextFeed is null && Session.Bandwidth?.CutAt > _choseAt)) return;
        _choseAt = now;
        _chooseAt = SharedMoments.After(now, ChoiceInterval);
        if (Renditions is null)
        {
            Session.Bandwidth?.Demand(Feed.NeedBps);
            return;
        }

        Span<long> rates = stackalloc long[CameraFeeds.Ladder];
        Renditions.ReadRates(rates);
        int current = Feed.Stream.Rendition;
        int wanted = Wanted(now, rates, current);
        if (NextFeed is { } next)
        {
            if (next.Stream.Rendition == wanted && now < _switchBy) return;
            if (now >= _switchBy) _chooseAt = now + AfterFailure;
            StopSwitch(now);
            return;
        }

        if (wanted == current || Renditions[wanted] is not { } feed) return;
        NextFeed = feed;
        _switchBy = now + SwitchPatience;
        feed.Join(this);
        if (Wish == RenditionWish.Auto && wanted > current) _pause.Begin(now, Session.Bandwidth!);
        if (!_pause.IsOn) feed.RequestKeyFrame();
    }

    /// <summary>Goes on with a change that waits for the path.</summary>
    public void AdvancePause(TimeSpan now)
    {
        if (!_pause.IsOn) return;
        if (_pause.TryClear(now, Session.Bandwidth!) && (_nextKey is null || now - _heldSince >= HoldTime))
        {
            _nextKey = null;
            NextFeed!.RequestKeyFrame();
        }

        _pause.Expire(now);
    }

    /// <summary>
    /// Changes to the wanted rendition if its key frame is there and the old one's frame is sent to its end. No moment is
    /// shown twice: two frames of one timestamp are one frame to a receiver.
    /// </summary>
    public bool TrySwitch(TimeSpan now)
    {
        if (_nextKey is not { } key || NextFeed is not { } next || _pause.IsDraining) return false;
        if (now - _heldSince >= HoldTime)
        {
            _nextKey = null;
            next.RequestKeyFrame();
            return false;
        }

        if (IsMidFrame || IsCatchingUp) return false;
        // What is missing of the old one would take the path from the key frame that makes it needless.
        bool forgets = _pause.IsOn;
        if (!_hasSent || IsAfter(key.Timestamp, _lastTimestamp)) Session.Start(next.History, key.First, forgets);
        else if (IsAfter(next.LiveTimestamp, _lastTimestamp)) Session.StartReplay(next.History, key.First, key.Timestamp, next.LiveTimestamp, forgets);
        else return false;

        StreamFeed old = Feed;
        Feed = next;
        NextFeed = null;
        _nextKey = null;
        _pause.End();
        Cursor = key.First;
        _needsKey = false;
        if (_state != ViewerState.Following) Become(ViewerState.Following);
        _tightUntil = forgets ? now + TightTime : TimeSpan.MinValue;
        RenditionChanges++;
        old.Leave(this, now);
        next.CountViewers();
        SetPace(now);
        return true;
    }

    /// <summary>Gives up all it holds of the camera.</summary>
    public void LeaveFeeds(TimeSpan now)
    {
        Feed.Leave(this, now);
        StopSwitch(now);
    }

    private static bool IsAfter(uint a, uint b) => (int)(a - b) > 0;

    private void BeginChoosing(TimeSpan now)
    {
        _chooser = new RenditionChooser(now);
        _chooseAt = now + FirstChoice;
        // Who is there for a stream of 2 Mbit/s need not be probed for fifty.
        Session.Bandwidth?.Demand(Feed.NeedBps);
    }

    // What the path carries, or what was wished for; and what can be had, where that one cannot.
    private int Wanted(TimeSpan now, ReadOnlySpan<long> rates, int current)
    {
        BandwidthEstimator? bandwidth = Session.Bandwidth;
        int wanted = current;
        if (Wish != RenditionWish.Auto) wanted = CameraFeeds.NumberOf(Wish);
        else if (bandwidth is not null) wanted = _chooser!.Choose(now, Carried(bandwidth), rates, current);
        if (rates[wanted] == 0) wanted = 0;
        bandwidth?.Demand(Wish == RenditionWish.Auto ? Demand(rates, wanted) : rates[wanted]);
        return wanted;
    }

    private long Carried(BandwidthEstimator bandwidth) => Session.RateFeedback == RateFeedback.ReceiverEstimate
        ? _viewersEstimate.Read(bandwidth.TargetBps, Feed.Rate.BitsPerSecond)
        : bandwidth.TargetBps;

    // The next better one is what there is to probe for.
    private static long Demand(ReadOnlySpan<long> rates, int chosen)
    {
        for (int better = chosen - 1; better >= 0; better--)
            if (rates[better] > 0) return rates[better];
        return rates[chosen];
    }

    private void OfferNext(TimeSpan now)
    {
        if (!NextFeed!.Newest.Key) return;
        _nextKey = (NextFeed.Newest.First, NextFeed.LiveTimestamp);
        _heldSince = now;
    }

    private void StopSwitch(TimeSpan now)
    {
        StreamFeed? next = NextFeed;
        NextFeed = null;
        _nextKey = null;
        _pause.End();
        next?.Leave(this, now);
    }
}
