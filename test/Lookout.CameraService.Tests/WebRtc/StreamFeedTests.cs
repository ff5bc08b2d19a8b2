using Lookout.CameraService.WebRtc;
using Lookout.Rtc.Rtp;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class StreamFeedTests
{
    private readonly RecordedRequests _requests = new();

    [Fact]
    public void Replay_begins_at_the_last_key_frame()
    {
        StreamFeed feed = Feed(passthrough: false);
        Assert.False(feed.TryGetReplay(out _, out _));
        Add(feed, key: true);
        SequenceNumber key = feed.History.Next;
        Add(feed, key: true);
        Add(feed, key: false);

        Assert.True(feed.TryGetReplay(out SequenceNumber sequence, out _));
        Assert.Equal(key, sequence);
    }

    [Theory]
    [InlineData(false, 30)]
    [InlineData(true, 600)]
    public void Long_group_of_pictures_is_not_replayed(bool passthrough, int limit)
    {
        StreamFeed feed = Feed(passthrough);
        Add(feed, key: true);
        for (int i = 0; i < limit; i++) Add(feed, key: false);
        Assert.True(feed.TryGetReplay(out _, out _));

        Add(feed, key: false);

        Assert.False(feed.TryGetReplay(out _, out _));
    }

    [Fact]
    public void Group_of_pictures_larger_than_the_history_is_not_replayed()
    {
        StreamFeed feed = Feed(passthrough: false);
        Add(feed, key: true);
        for (int i = 0; i < 12; i++) Add(feed, key: false, size: 100_000);

        Assert.False(feed.TryGetReplay(out _, out _));
    }

    [Fact]
    public void Passthrough_camera_is_always_wanted_and_never_asked()
    {
        StreamFeed feed = Feed(passthrough: true);
        feed.Start();
        feed.RequestKeyFrame();
        feed.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["want yard"], _requests.Calls);
        Assert.Equal(TimeSpan.MaxValue, feed.NextTimeout);
    }

    [Fact]
    public void Stream_that_turns_out_to_be_made_here_rests_while_nobody_watches_until_it_is_the_cameras_own_again()
    {
        StreamFeed feed = Feed(passthrough: true);
        feed.Start();
        feed.Stream.MayRest = true;
        feed.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(15), feed.NextTimeout);
        feed.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(["want yard", "rest yard"], _requests.Calls);

        feed.Stream.MayRest = false;
        feed.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(["want yard", "rest yard", "want yard"], _requests.Calls);
    }

    [Fact]
    public void Adding_an_access_unit_allocates_nothing()
    {
        StreamFeed feed = Feed(passthrough: false);
        QueuedAccessUnit unit = QueuedAccessUnit.Rent(AccessUnits.Key(60_000), key: true, timestamp: 1);
        feed.Add(unit);

        Allocations.AssertNone(100, () => feed.Add(unit));
        unit.Return();
    }

    private StreamFeed Feed(bool passthrough) =>
        new(new MediaStream(passthrough ? "yard" : "front", 0, passthrough, 0, () => { }), _requests);

    private static void Add(StreamFeed feed, bool key, int size = 100)
    {
        QueuedAccessUnit unit = QueuedAccessUnit.Rent(key ? AccessUnits.Key(size) : AccessUnits.Delta(size), key, 1);
        Assert.True(feed.Add(unit));
        unit.Return();
    }
}
