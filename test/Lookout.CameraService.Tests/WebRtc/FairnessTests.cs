using System.Diagnostics;
using System.Net;
using Lookout.CameraService.WebRtc;
using Lookout.Rtc.Rtp;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>One viewer's fault costs the others nothing. Real sockets, many viewers of one server.</summary>
public sealed class FairnessTests
{
    private const int FrameBytes = 9000;
    private const int DatagramsAWake = 3;

    [Fact]
    public void Stream_of_feedback_does_not_wake_the_loop_for_each_datagram()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        WebRtcCounters before = fixture.Server.Counters;

        ServerFixture.WaitUntil(() =>
        {
            viewer.AskForKeyFrame();
            WebRtcCounters now = fixture.Server.Counters;
            long wakes = now.Wakes - before.Wakes;
            long asked = now.KeyFrameRequestsReceived - before.KeyFrameRequestsReceived;
            if (wakes == 0) return false;
            // Counted each second: the first may be of the time before.
            before = now;
            return asked > DatagramsAWake * wakes;
        });
    }

    [Fact]
    public void Others_lose_no_frame_to_a_deaf_viewer_a_lossy_one_and_storms_of_feedback()
    {
        long start = Stopwatch.GetTimestamp();
        using var fixture = new ServerFixture();
        var all = new List<LoopbackViewer>();
        LoopbackViewer[] healthy = Watch(4);
        LoopbackViewer[] deaf = Watch(2);
        LoopbackViewer lossy = fixture.Watch(ServerFixture.Encoded, new LoopbackViewer(fixture.Port) { LossPermille = 300 });
        LoopbackViewer nacking = Watch(1)[0];
        LoopbackViewer[] pleading = Watch(20);
        all.Add(lossy);
        try
        {
            fixture.Publish(fixture.Front, key: true, size: 40_000);
            foreach (LoopbackViewer viewer in healthy.Append(nacking)) viewer.ReceiveUntil(() => viewer.Packets.Any(p => p.Header.Marker && p.Payload[0] != 0x78));
            for (int frame = 0; frame < 60; frame++)
            {
                // A hundred pleas a frame for a key frame, and a hundred NACKs of three numbers.
                foreach (LoopbackViewer viewer in pleading)
                    for (int i = 0; i < 5; i++) viewer.AskForKeyFrame();
                SequenceNumber newest = nacking.Packets[^1].Header.SequenceNumber;
                for (int i = 0; i < 100; i++) nacking.Nack([.. Enumerable.Range(0, 3).Select(n => newest.Plus(-n))]);
                NackMissing(lossy);

                uint timestamp = fixture.Publish(fixture.Front, key: false, size: FrameBytes);
                foreach (LoopbackViewer viewer in healthy) viewer.ReceiveUntil(() => viewer.Packets[^1].Header is { Marker: true } last && last.Timestamp == timestamp);
                lossy.ReceiveAvailable();
                nacking.ReceiveAvailable();
            }

            TimeSpan took = Stopwatch.GetElapsedTime(start);
            foreach (LoopbackViewer viewer in healthy)
            {
                SequenceNumber[] numbers = [.. viewer.Packets.Select(p => p.Header.SequenceNumber)];
                Assert.All(numbers.Zip(numbers.Skip(1), (a, b) => b.StepsAfter(a)), step => Assert.Equal(1, step));
                Assert.Equal(61, viewer.Packets.Select(p => p.Header.Timestamp).Distinct().Count());
            }

            // The storm of pleas is a request in 500 ms, whatever its size.
            Assert.InRange(fixture.Requests.KeyFrames, 1, 2 + (int)(took / KeyFrameGate.Interval));
            ServerFixture.WaitUntil(() => fixture.Server.Counters.KeyFrameRequestsReceived == 60 * 100);
            WebRtcCounters counters = fixture.Server.Counters;
            Assert.Equal((0, 0, 0), (counters.Faults, counters.ViewersOverrun, counters.SendDrops));
            Assert.True(counters.PacketsResent > 0);
            Assert.Equal(deaf.Length + healthy.Length + pleading.Length + 2, counters.SessionsByCamera[ServerFixture.Encoded]);
        }
        finally
        {
            all.ForEach(v => v.Dispose());
        }

        LoopbackViewer[] Watch(int count)
        {
            LoopbackViewer[] viewers = [.. Enumerable.Range(0, count).Select(_ => fixture.Watch(ServerFixture.Encoded))];
            all.AddRange(viewers);
            return viewers;
        }
    }

    [Fact]
    public async Task Sixteen_who_join_at_once_cost_two_key_frames_at_most()
    {
        using var fixture = new ServerFixture();
        LoopbackViewer[] viewers = [.. Enumerable.Range(0, 16).Select(_ => new LoopbackViewer(fixture.Port))];
        try
        {
            foreach (LoopbackViewer viewer in viewers) viewer.Open(fixture.Server, ServerFixture.Encoded);
            Task[] joins = [.. viewers.Select(v => Task.Factory.StartNew(v.Connect, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            int answered = 0;
            for (int frame = 0; !viewers.All(v => v.Packets.Any(p => p.Header.Marker)); frame++)
            {
                Assert.True(frame < 300, "not all got a picture");
                bool key = fixture.Requests.KeyFrames > answered;
                if (key) answered++;
                fixture.Publish(fixture.Front, key, 3000);
                // A frame's time goes by, in which they join and then receive.
                await Task.Delay(33, TestContext.Current.CancellationToken);
                if (!joins.All(j => j.IsCompleted)) continue;
                await Task.WhenAll(joins);
                foreach (LoopbackViewer viewer in viewers) viewer.ReceiveAvailable();
            }

            Assert.InRange(fixture.Requests.KeyFrames, 1, 2);
        }
        finally
        {
            foreach (LoopbackViewer viewer in viewers) viewer.Dispose();
        }
    }

    [Fact]
    public void Viewer_is_answered_from_the_address_it_asked()
    {
        using var fixture = new ServerFixture(address: "0.0.0.0");
        var socket = new UdpViewerSocket(fixture.Port, IPAddress.Parse("127.0.0.5"));
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded, new LoopbackViewer(socket));
        fixture.Publish(fixture.Front, key: true);
        viewer.ReceiveUntil(() => viewer.Packets.Count > 0);

        Assert.Equal(new IPEndPoint(IPAddress.Parse("127.0.0.5"), fixture.Port), socket.LastSource);
    }

    [Fact]
    public void Frames_to_many_viewers_leave_as_few_messages()
    {
        using var fixture = new ServerFixture();
        LoopbackViewer[] viewers = [.. Enumerable.Range(0, 4).Select(_ => fixture.Watch(ServerFixture.Encoded))];
        fixture.Publish(fixture.Front, key: true);
        for (int i = 0; i < 30; i++)
        {
            fixture.Publish(fixture.Front, key: false, FrameBytes);
            foreach (LoopbackViewer viewer in viewers) viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) >= i + 2);
        }

        ServerFixture.WaitUntil(() => fixture.Server.Counters.PacketsSent >= 4 * 30 * 8);
        WebRtcCounters counters = fixture.Server.Counters;
        Assert.True(counters.IsSegmenting);
        Assert.True(counters.MessagesSent < counters.PacketsSent / 3, $"{counters.MessagesSent} messages for {counters.PacketsSent} packets");
        foreach (LoopbackViewer viewer in viewers) viewer.Dispose();
    }

    private static void NackMissing(LoopbackViewer viewer)
    {
        viewer.ReceiveAvailable();
        if (viewer.Packets.Count < 2) return;
        SequenceNumber newest = viewer.Packets[^1].Header.SequenceNumber;
        var got = viewer.Packets.TakeLast(64).Select(p => p.Header.SequenceNumber).ToHashSet();
        SequenceNumber[] missing = [.. Enumerable.Range(1, 16).Select(n => newest.Plus(-n)).Where(n => !got.Contains(n))];
        if (missing.Length > 0) viewer.Nack(missing);
    }
}
