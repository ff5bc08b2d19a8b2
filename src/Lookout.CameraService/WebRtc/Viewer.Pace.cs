using Lookout.CameraService.WebRtc.Sending;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc;

/// <summary>How fast it goes to this viewer, and how long what waits may wait.</summary>
internal sealed partial class Viewer
{
    /// <summary>Behind further than this, a viewer is dropped to the next key frame.</summary>
    public const int MaxBehind = 512;

    private const int PacketBits = 1200 * 8;

    // A past group of pictures is wanted quickly, but not in one burst that a socket's buffer drops.
    private const long ReplayBps = 150_000_000;

    // A frame has left before the next one comes.
    private const double FrameShare = 0.8;
    private const int Headroom = 2;

    // An estimate is below the stream's rate at times though the path is not; so far below, it is.
    private const double NarrowShare = 0.8;

    private const int LeastResendShare = 10;
    private static readonly TimeSpan StandingQueue = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(500);

    // After a change to less on a full path.
    private static readonly TimeSpan TightTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StallTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RouteRetry = TimeSpan.FromMilliseconds(5);

    private TimeSpan _stalledSince = TimeSpan.MaxValue;
    private TimeSpan _retryAt = TimeSpan.MaxValue;
    private TimeSpan _caughtUpAt;
    private bool _wasCaughtUp = true;
    private long _paceBps = ReplayBps;
    private TimeSpan _tightUntil = TimeSpan.MinValue;
    private bool _isTight;

    /// <summary>Paces what the stream brings.</summary>
    public Pacer MediaPacer { get; } = new();

    /// <summary>Paces what is sent again, by itself: a viewer that asks for everything all the time still gets its stream.</summary>
    public Pacer ResendPacer { get; } = new();

    public ProbeRun Probe { get; } = new();

    /// <summary>Whether packets asked for again may wait in the session.</summary>
    public bool MayHaveResends { get; set; }

    /// <summary>Bits a second at which packets leave now.</summary>
    public long PaceBps => IsCatchingUp ? ReplayBps : _paceBps;

    /// <summary>
    /// Bits a second at which packets asked for again leave: as fast as the stream's, unless the path was just full or
    /// packets stand in a queue on the way. There, what is lost was too much, and sending it all again would keep the queue full for seconds.
    /// </summary>
    public long ResendBps
    {
        get
        {
            if (Session.Bandwidth is not { } bandwidth) return PaceBps;
            long least = bandwidth.TargetBps / LeastResendShare;
            if (bandwidth.QueueDelay > StandingQueue) return Math.Max(bandwidth.TargetBps - Feed.NeedBps, least);
            return _isTight ? Math.Max(bandwidth.PacingBps - Feed.NeedBps, least) : PaceBps;
        }
    }

    /// <summary>When the loop should look at this viewer again though nothing arrives.</summary>
    public TimeSpan NextTimeout
    {
        get
        {
            TimeSpan next = Earlier(Session.NextTimeout, ForgetAt);
            if (Session.State != SessionState.Connected) return next;
            if (_retryAt != TimeSpan.MaxValue) return Earlier(next, _retryAt);
            if (IsHeld) next = Earlier(next, _heldSince + HoldTime);
            else if (Behind > 0 && !IsPaused) next = Earlier(next, MediaPacer.NextAt);
            next = Earlier(next, _pause.NextAt);
            if (MayHaveResends && !IsPaused) next = Earlier(next, ResendPacer.NextAt);
            return Earlier(next, Earlier(Probe.NextAt, _chooseAt));
        }
    }

    /// <summary>
    /// Whether so much waits, or for so long, that a key frame is the better way on. Who has nothing but the newest frame
    /// before him is not behind, however late that came.
    /// </summary>
    public bool IsTooFarBehind(TimeSpan now)
    {
        int newestFrame = Feed.History.Next.StepsAfter(Feed.Newest.First);
        bool isCaughtUp = Behind <= newestFrame || IsCatchingUp;
        if (isCaughtUp || _wasCaughtUp) _caughtUpAt = now;
        _wasCaughtUp = isCaughtUp;
        if (Behind == 0 || IsPaused) return false;
        return !Feed.History.TryGet(Cursor, out _) || (!IsCatchingUp && (Behind > MaxBehind + newestFrame || now - _caughtUpAt > MaxWait));
    }

    /// <summary>There is a way to the viewer that takes packets.</summary>
    public void FoundRoom()
    {
        _stalledSince = TimeSpan.MaxValue;
        _retryAt = TimeSpan.MaxValue;
        if (!_needsKey) return;
        _needsKey = false;
        Feed.RequestKeyFrame();
    }

    /// <summary>The way to the viewer takes no packet now. Whether that has been so for too long.</summary>
    public bool IsStalled(TimeSpan now)
    {
        if (_stalledSince == TimeSpan.MaxValue) _stalledSince = now;
        _retryAt = now + RouteRetry;
        return now - _stalledSince >= StallTime;
    }

    // With each access unit: twice what the stream needs or what the path is held to carry, and enough for a key frame
    // to be through before the next frame; unless the path is known to carry less than the stream, where a key frame
    // takes the time it takes. A path that was just full gets what it is held to carry.
    private void SetPace(TimeSpan now)
    {
        long need = Feed.Rate.BitsPerSecond;
        _isTight = now < _tightUntil;
        long pace = _isTight ? need : Headroom * need;
        bool isNarrow = _isTight;
        if (Session.Bandwidth is { } bandwidth)
        {
            pace = Math.Max(pace, bandwidth.PacingBps);
            isNarrow |= bandwidth.Counters.FeedbacksReceived > 0 && bandwidth.TargetBps < NarrowShare * Feed.NeedBps;
        }

        if (!isNarrow) pace = Math.Max(pace, (long)(Behind * PacketBits / (FrameShare * Feed.Rate.FrameInterval.TotalSeconds)));
        _paceBps = pace;
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
