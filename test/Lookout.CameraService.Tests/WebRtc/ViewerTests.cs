using System.Security.Cryptography;
using Lookout.CameraService.WebRtc;
using Lookout.CameraService.WebRtc.Sending;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Srtp;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>A viewer on a stepped clock, between two feeds of one camera; the test plays the loop.</summary>
public sealed class ViewerTests : IDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(1000 / 30.0);

    private readonly RecordedRequests _requests = new();
    private readonly CameraFeeds _feeds = new(0);
    private readonly byte[] _buffer = new byte[1500];
    private readonly Viewer _viewer;
    private TimeSpan _now = TimeSpan.FromHours(1);
    private uint _timestamp = 90_000;

    public ViewerTests()
    {
        for (int rendition = 0; rendition < 2; rendition++)
            _feeds[rendition] = new StreamFeed(new MediaStream("front", rendition, false, 0, () => { }) { BitsPerSecond = 2_000_000 }, _requests);
        IceCredentials own = IceCredentials.Create(RandomNumberGenerator.Fill);
        var ice = new IceAgent(own, IceCredentials.Create(RandomNumberGenerator.Fill), RandomNumberGenerator.Fill);
        var options = new RtcSessionOptions([new RtcTrack(MediaKind.Video, new RtcSource(new Ssrc(1), 96, default))], default, "name");
        var session = new RtcSession(_now, options, ice, new ConnectedDtls(), new BclSrtpCiphers());
        session.Advance(_now, default);
        _viewer = new Viewer(session, _feeds[0]!, "id", "secret", own.Ufrag, _now) { Renditions = _feeds, Wish = RenditionWish.Half };
        _feeds[0]!.Join(_viewer);
        Assert.True(_viewer.TryConnect(_now));
    }

    public void Dispose() => _viewer.Dispose();

    [Fact]
    public void Newest_frame_however_large_or_late_is_not_being_behind()
    {
        Add(0, key: true, size: 700_000);
        Assert.True(_viewer.Behind > Viewer.MaxBehind);
        _now += TimeSpan.FromSeconds(10);

        Assert.False(_viewer.IsTooFarBehind(_now));
    }

    [Fact]
    public void Half_a_second_behind_the_newest_frame_is_too_far()
    {
        Add(0, key: true);
        Assert.False(_viewer.IsTooFarBehind(_now));
        TimeSpan start = _now;
        while (_now - start < TimeSpan.FromMilliseconds(550))
        {
            Assert.False(_viewer.IsTooFarBehind(_now));
            Add(0, key: false);
        }

        Assert.True(_viewer.IsTooFarBehind(_now));
        _viewer.DropToKey();
        Assert.Equal(0, _viewer.Behind);
    }

    [Fact]
    public void Burst_of_frames_that_come_late_is_not_the_viewer_s_fault_unless_it_is_too_much()
    {
        Add(0, key: true);
        SendAll();
        Assert.False(_viewer.IsTooFarBehind(_now));
        // The camera was silent for a while.
        _now += TimeSpan.FromSeconds(5);
        TimeSpan now = _now;
        for (int i = 0; i < 30; i++) Add(0, key: false, size: 10_000);
        _now = now;
        Assert.False(_viewer.IsTooFarBehind(_now));

        for (int i = 0; i < 60; i++) Add(0, key: false, size: 10_000);
        _now = now;
        Assert.True(_viewer.IsTooFarBehind(_now));
    }

    [Fact]
    public void Dropped_viewer_asks_for_a_key_frame_when_there_is_a_way_for_it_and_not_before()
    {
        Add(0, key: true);
        _feeds[0]!.Advance(_now);
        int asked = _requests.KeyFrames;
        _viewer.DropToKey();
        _now += TimeSpan.FromSeconds(1);
        Assert.False(_viewer.IsStalled(_now));
        _feeds[0]!.Advance(_now);
        Assert.Equal(asked, _requests.KeyFrames);

        _viewer.FoundRoom();
        _feeds[0]!.Advance(_now);
        Assert.Equal(asked + 1, _requests.KeyFrames);
        Add(0, key: true);
        Assert.True(_viewer.Behind > 0);
    }

    [Fact]
    public void Way_that_takes_nothing_for_ten_seconds_is_given_up()
    {
        Assert.False(_viewer.IsStalled(_now));
        Assert.False(_viewer.IsStalled(_now + TimeSpan.FromSeconds(9.9)));
        Assert.True(_viewer.NextTimeout <= _now + TimeSpan.FromSeconds(9.9) + TimeSpan.FromMilliseconds(5));
        _viewer.FoundRoom();
        Assert.False(_viewer.IsStalled(_now + TimeSpan.FromSeconds(10)));
        Assert.True(_viewer.IsStalled(_now + TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Key_frame_is_through_in_four_fifths_of_a_frame_interval()
    {
        Add(0, key: true);
        SendAll();
        Add(0, key: true, size: 60_000);
        TimeSpan start = _now;

        int chunks = 0;
        for (; _viewer.Behind > 0; chunks++)
        {
            if (!_viewer.MediaPacer.IsClear(_now)) _now = _viewer.MediaPacer.NextAt;
            long pace = _viewer.PaceBps;
            int bytes = 0;
            for (int packets = Pacer.Allow(pace, _viewer.Behind); packets > 0; packets--) bytes += SendOne();
            _viewer.MediaPacer.Sent(_now, pace, bytes);
        }

        Assert.InRange(chunks, 10, 30);
        Assert.InRange((_now - start).TotalMilliseconds, 15, 0.8 * Frame.TotalMilliseconds);
    }

    [Fact]
    public void Change_of_rendition_waits_for_its_key_frame_and_the_end_of_the_frame_that_is_being_sent()
    {
        BeginSwitch();
        Add(0, key: false, size: 5000);
        SendOne();
        Assert.True(_viewer.IsMidFrame);
        Add(1, key: true);
        Assert.False(_viewer.TrySwitch(_now));

        SendAll();
        Assert.True(_viewer.TrySwitch(_now));

        Assert.Same(_feeds[1], _viewer.Feed);
        Assert.Null(_viewer.NextFeed);
        Assert.Equal((0, 1), (_feeds[0]!.Stream.Viewers, _feeds[1]!.Stream.Viewers));
        Assert.True(_viewer.Behind > 0);
    }

    [Fact]
    public void Key_frame_of_a_moment_already_shown_holds_the_viewer_until_the_next_one()
    {
        BeginSwitch();
        Add(0, key: false);
        SendAll();
        AddSame(1, key: true);
        Assert.False(_viewer.TrySwitch(_now));
        Assert.True(_viewer.IsHeld);

        // The old rendition's next frame is not shown any more, the new one's is.
        Add(0, key: false);
        Assert.False(_viewer.TrySwitch(_now));
        AddSame(1, key: false);
        Assert.True(_viewer.TrySwitch(_now));

        Assert.False(_viewer.IsHeld);
        Assert.Equal(2, Frames());
    }

    [Fact]
    public void New_rendition_that_falls_silent_after_its_key_frame_holds_nobody_for_long()
    {
        BeginSwitch();
        Add(0, key: false);
        SendAll();
        AddSame(1, key: true);
        Assert.False(_viewer.TrySwitch(_now));
        Assert.True(_viewer.NextTimeout <= _now + TimeSpan.FromMilliseconds(200));

        _now += TimeSpan.FromMilliseconds(200);
        Assert.False(_viewer.TrySwitch(_now));

        Assert.False(_viewer.IsHeld);
        Assert.Same(_feeds[0], _viewer.Feed);
    }

    [Fact]
    public void Viewer_that_leaves_in_the_midst_of_a_change_lets_go_of_both()
    {
        BeginSwitch();
        _viewer.LeaveFeeds(_now);

        Assert.Empty(_feeds[0]!.Viewers);
        Assert.Empty(_feeds[1]!.Viewers);
    }

    // From full to half, which is what it wishes.
    private void BeginSwitch()
    {
        Add(0, key: true);
        SendAll();
        _now += TimeSpan.FromSeconds(1);
        _viewer.Choose(_now);
        Assert.Same(_feeds[1], _viewer.NextFeed);
        _feeds[1]!.Advance(_now);
        Assert.Contains("want front/1", _requests.Calls);
        Assert.Contains("key front/1", _requests.Calls);
    }

    private void Add(int rendition, bool key, int size = 500)
    {
        _now += Frame;
        _timestamp += 3000;
        AddSame(rendition, key, size);
    }

    private void AddSame(int rendition, bool key, int size = 500)
    {
        QueuedAccessUnit unit = QueuedAccessUnit.Rent(key ? AccessUnits.Key(size) : AccessUnits.Delta(size), key, _timestamp);
        Assert.True(_feeds[rendition]!.Add(unit));
        unit.Return();
        foreach (Viewer viewer in _feeds[rendition]!.Viewers) viewer.Offer(_now, _feeds[rendition]!);
    }

    private int SendOne()
    {
        Assert.True(_viewer.Feed.History.TryGet(_viewer.Cursor, out StoredPacket packet));
        int length = _viewer.Session.Write(_now, _buffer, _viewer.Cursor, packet);
        Assert.NotEqual(0, length);
        _viewer.Sent(packet);
        return length;
    }

    private void SendAll()
    {
        while (_viewer.Behind > 0) SendOne();
    }

    private int Frames()
    {
        int frames = 0;
        while (_viewer.Behind > 0)
        {
            SendOne();
            if (!_viewer.IsMidFrame) frames++;
        }

        return frames;
    }
}
