using System.Text;
using Lookout.CameraService.Cameras;
using Lookout.CameraService.Live;
using Lookout.Configuration.Settings;
using Lookout.Link;

namespace Lookout.CameraService.Tests.Live;

public class LiveFeedTests
{
    private readonly LiveFeed _feed;

    public LiveFeedTests()
    {
        var cameras = new CameraDirectory([new CameraSettings("front", new FileSource("/f.mp4"), 0, DetectSettings.All)], serverRestarts: 0);
        _feed = new LiveFeed(cameras, new CameraStreams(1), TimeProvider.System);
    }

    [Fact]
    public async Task Slow_listener_loses_its_oldest_messages_and_delays_nobody()
    {
        const int Analyses = 1000;
        LiveSocket slow = _feed.Subscribe()!;
        LiveSocket good = _feed.Subscribe()!;
        var stuck = new RecordingSocket(stuck: true);
        var quick = new RecordingSocket();
        Task slowRun = slow.RunAsync(stuck, TestContext.Current.CancellationToken);
        Task goodRun = good.RunAsync(quick, TestContext.Current.CancellationToken);
        await quick.SentOneAsync(); // the camera
        for (ulong i = 0; i < Analyses; i++)
        {
            _feed.Analysed(new Analysis(0, i, 1, [], 0, 0), rtp: 5);
            await quick.SentOneAsync();
        }

        Assert.Equal(Analyses + 1, quick.Sent.Count);
        // The first message is being sent for ever, a queue of them waits behind it.
        Assert.Equal(Analyses - LiveSocket.Capacity, _feed.Dropped);
        _feed.Unsubscribe(slow);
        stuck.Abort();
        good.Complete();
        await Task.WhenAll(slowRun, goodRun);
        Assert.Equal(1, _feed.Subscribers);
    }

    [Fact]
    public async Task Full_queue_drops_its_oldest_message()
    {
        int dropped = 0;
        var socket = new LiveSocket(() => dropped++);
        for (int i = 0; i < LiveSocket.Capacity + 3; i++) socket.Post(Encoding.UTF8.GetBytes($"{i}"));
        socket.Complete();
        var sink = new RecordingSocket();
        await socket.RunAsync(sink, TestContext.Current.CancellationToken);
        Assert.Equal(3, dropped);
        Assert.Equal(Enumerable.Range(3, LiveSocket.Capacity).Select(i => $"{i}"), sink.Sent);
    }

    [Fact]
    public async Task Stopped_feed_takes_no_subscribers()
    {
        using var stop = new CancellationTokenSource();
        Task running = _feed.RunAsync(stop.Token);
        await stop.CancelAsync();
        await running;
        Assert.Null(_feed.Subscribe());
    }
}
