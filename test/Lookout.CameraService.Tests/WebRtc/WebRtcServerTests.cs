using System.Net;
using System.Net.Sockets;
using Lookout.CameraService.WebRtc;
using Lookout.Configuration.Settings;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class WebRtcServerTests
{
    [Fact]
    public void Viewer_gets_the_stream_from_a_key_frame_on()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        ServerFixture.WaitUntil(() => fixture.Requests.KeyFrames == 1);

        uint first = fixture.Publish(fixture.Front, key: true, size: 3000);
        uint last = fixture.Publish(fixture.Front, key: false);
        viewer.ReceiveUntil(() => viewer.Packets.Count >= 5);

        Assert.Equal([first, first, first, first, last], viewer.Packets.Select(p => p.Header.Timestamp));
        Assert.Equal([false, false, false, true, true], viewer.Packets.Select(p => p.Header.Marker));
        // STAP-A of the parameter sets, three FU-A, and a slice that fits.
        Assert.Equal([24, 28, 28, 28, 1], viewer.Packets.Select(p => p.Payload[0] & 0x1F));
        Assert.All(viewer.Packets, p => Assert.Equal((viewer.Ssrc, 108), (p.Header.Ssrc, p.Header.PayloadType)));
        AssertConsecutive(viewer);
    }

    [Fact]
    public void Viewer_that_comes_during_a_group_of_pictures_does_not_wait_for_the_next()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer early = fixture.Watch(ServerFixture.Encoded);
        ServerFixture.WaitUntil(() => fixture.Requests.KeyFrames == 1);
        fixture.Publish(fixture.Front, key: true);
        for (int i = 0; i < 5; i++) fixture.Publish(fixture.Front, key: false);
        early.ReceiveUntil(() => early.Packets.Count(p => p.Header.Marker) == 6);

        using LoopbackViewer late = fixture.Watch(ServerFixture.Encoded);
        late.ReceiveUntil(() => late.Packets.Count(p => p.Header.Marker) == 6);

        Assert.Equal(early.Packets.Select(p => p.Payload), late.Packets.Select(p => p.Payload));
        Assert.Equal(early.Packets[^1].Header.Timestamp, late.Packets[^1].Header.Timestamp);
        Assert.Equal(1, fixture.Requests.KeyFrames);
    }

    [Fact]
    public void Viewer_of_a_passthrough_camera_sees_the_picture_at_once()
    {
        using var fixture = new ServerFixture();
        ServerFixture.WaitUntil(() => fixture.Requests.Calls.Contains("want yard"));
        fixture.Publish(fixture.Yard, key: true, size: 40_000);
        uint live = 0;
        for (int i = 0; i < 90; i++) live = fixture.Publish(fixture.Yard, key: false, size: 4000);

        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Passthrough);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 91);

        uint[] frames = [.. viewer.Packets.Where(p => p.Header.Marker).Select(p => p.Header.Timestamp)];
        Assert.Equal(live, frames[^1]);
        Assert.All(frames.Zip(frames.Skip(1), (a, b) => (int)(b - a)), step => Assert.InRange(step, 90, 97));
        AssertConsecutive(viewer);
        uint next = fixture.Publish(fixture.Yard, key: false);
        viewer.ReceiveUntil(() => viewer.Packets[^1].Header.Timestamp == next);
        Assert.Equal(0, fixture.Requests.KeyFrames);
    }

    [Fact]
    public void Viewer_of_a_passthrough_camera_who_lost_the_picture_gets_it_again()
    {
        using var fixture = new ServerFixture();
        ServerFixture.WaitUntil(() => fixture.Requests.Calls.Contains("want yard"));
        fixture.Publish(fixture.Yard, key: true);
        for (int i = 0; i < 9; i++) fixture.Publish(fixture.Yard, key: false);
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Passthrough);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 10);

        viewer.AskForKeyFrame();
        ServerFixture.WaitUntil(() => fixture.Server.Counters.KeyFrameRequestsReceived == 1);
        uint live = fixture.Publish(fixture.Yard, key: false);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 21);

        uint[] frames = [.. viewer.Packets.Where(p => p.Header.Marker).Select(p => p.Header.Timestamp)];
        Assert.Equal(live, frames[^1]);
        Assert.All(frames.Zip(frames.Skip(1), (a, b) => (int)(b - a)), step => Assert.InRange(step, 1, 3000));
        // Both times it began with the parameter sets of the key frame.
        Assert.Equal(2, viewer.Packets.Count(p => (p.Payload[0] & 0x1F) == 24));
        AssertConsecutive(viewer);
    }

    [Fact]
    public void Session_goes_on_when_the_capture_starts_anew()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);
        for (int i = 0; i < 3; i++) fixture.Publish(fixture.Front, key: false);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 4);

        fixture.RestartCapture();
        fixture.Publish(fixture.Front, key: false);
        uint key = fixture.Publish(fixture.Front, key: true);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 5);

        Assert.Equal(key, viewer.Packets[^1].Header.Timestamp);
        AssertConsecutive(viewer);
        Assert.Equal(1, fixture.Front.Discarded);
    }

    [Fact]
    public void Lost_packets_are_sent_again()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);
        for (int i = 0; i < 10; i++) fixture.Publish(fixture.Front, key: false);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 11);
        int received = viewer.Packets.Count;

        // The replay window of the viewer's SRTP refuses what it already has: losses have to be real.
        SequenceNumber newest = viewer.Packets[^1].Header.SequenceNumber;
        viewer.Nack(newest.Plus(1));
        viewer.Nack(newest, newest.Plus(-1));
        ServerFixture.WaitUntil(() => fixture.Server.Counters.PacketsResent == 2);

        Assert.Equal(received, viewer.Packets.Count);
        Assert.Equal(3, fixture.Server.Counters.NacksReceived);
    }

    [Fact]
    public void Many_requests_for_a_key_frame_reach_the_encoder_as_few()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        for (int i = 0; i < 50; i++) viewer.AskForKeyFrame();
        ServerFixture.WaitUntil(() => fixture.Server.Counters.KeyFrameRequestsReceived == 50);

        Assert.InRange(fixture.Requests.KeyFrames, 1, 3);
    }

    [Fact]
    public void Encoder_is_woken_by_the_offer_already()
    {
        using var fixture = new ServerFixture();
        using var viewer = new LoopbackViewer(fixture.Port);
        viewer.Open(fixture.Server, ServerFixture.Encoded);

        ServerFixture.WaitUntil(() => fixture.Requests.Calls.Contains("want front"));
        Assert.Equal(1, fixture.Front.Viewers);
    }

    [Fact]
    public void Closing_says_bye_and_the_second_time_there_is_nothing_to_close()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);
        viewer.ReceiveUntil(() => viewer.Packets.Count > 0);

        Assert.True(fixture.Server.Close(viewer.Answer!.Secret));
        Assert.False(fixture.Server.Close(viewer.Answer.Secret));
        viewer.ReceiveUntil(() => viewer.SawBye && viewer.SawCloseNotify);

        ServerFixture.WaitUntil(() => fixture.Front.Viewers == 0);
        ServerFixture.WaitUntil(() => fixture.Server.Counters.SessionsEnded.GetValueOrDefault(SessionEndReason.Closed) == 1);
    }

    [Fact]
    public void Viewer_that_closes_is_forgotten()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);

        viewer.Send(HelloDtls.CloseNotify);

        ServerFixture.WaitUntil(() => fixture.Front.Viewers == 0);
        Assert.False(fixture.Server.Close(viewer.Answer!.Secret));
    }

    [Fact]
    public void Stopping_says_bye_to_everybody()
    {
        var fixture = new ServerFixture();
        using LoopbackViewer one = fixture.Watch(ServerFixture.Encoded);
        using LoopbackViewer other = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);
        one.ReceiveUntil(() => one.Packets.Count > 0);
        other.ReceiveUntil(() => other.Packets.Count > 0);

        fixture.Dispose();

        one.ReceiveUntil(() => one.SawBye && one.SawCloseNotify);
        other.ReceiveUntil(() => other.SawBye && other.SawCloseNotify);
    }

    [Fact]
    public void Noise_and_forged_checks_get_no_answer_and_disturb_nobody()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);
        viewer.ReceiveUntil(() => viewer.Packets.Count > 0);
        using var stranger = new LoopbackViewer(fixture.Port);
        stranger.Open(fixture.Server, ServerFixture.Encoded);

        var random = new Random(8555);
        for (int i = 0; i < 500; i++)
        {
            var noise = new byte[random.Next(1, 1400)];
            random.NextBytes(noise);
            stranger.Send(noise);
            stranger.Send(stranger.Check(password: "0123456789012345678901"));
            stranger.Send(HelloDtls.Hello);
        }

        stranger.Send(new byte[60_000]);
        fixture.Publish(fixture.Front, key: false);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 2);
        stranger.ReceiveFor(TimeSpan.FromMilliseconds(200));
        Assert.Equal(0, stranger.DatagramsSeen);
        ServerFixture.WaitUntil(() => fixture.Server.Counters.DatagramsDropped > 0);
        Assert.Equal(0, fixture.Server.Counters.Faults);
    }

    [Fact]
    public void One_viewer_too_many_is_told_to_come_back()
    {
        using var fixture = new ServerFixture();
        var secrets = new List<string>();
        for (int i = 0; i < WebRtcSettings.DefaultMaxViewers; i++)
        {
            using var viewer = new LoopbackViewer(fixture.Port);
            WhepAnswer answer = viewer.Open(fixture.Server, ServerFixture.Encoded);
            Assert.Equal(201, answer.Status);
            secrets.Add(answer.Secret);
        }

        using var another = new LoopbackViewer(fixture.Port);
        WhepAnswer refused = another.Open(fixture.Server, ServerFixture.Encoded);
        Assert.Equal((503, (int?)5), (refused.Status, refused.RetryAfterSeconds));
        Assert.Equal(secrets.Count, secrets.Distinct().Count());

        fixture.Server.Close(secrets[0]);
        ServerFixture.WaitUntil(() => another.Open(fixture.Server, ServerFixture.Encoded).Status == 201);
    }

    [Fact]
    public void Offers_that_cannot_be_served_are_told_apart()
    {
        using var fixture = new ServerFixture();
        using var viewer = new LoopbackViewer(fixture.Port);

        Assert.Equal(404, viewer.Open(fixture.Server, "nowhere").Status);
        Assert.Equal(400, fixture.Server.Open(ServerFixture.Encoded, "v=0\r\n", []).Status);
        Assert.Equal(400, fixture.Server.Open(ServerFixture.Encoded, new string('x', 100_000), []).Status);
        string withoutH264 = viewer.Offer.Replace("H264", "VP8", StringComparison.Ordinal);
        WhepAnswer answer = fixture.Server.Open(ServerFixture.Encoded, withoutH264, []);
        Assert.Equal(406, answer.Status);
        Assert.Contains("H.264", answer.Problem, StringComparison.Ordinal);
        Assert.Equal(0, fixture.Front.Viewers);
    }

    [Fact]
    public void Answer_fits_the_profile_of_a_passthrough_camera()
    {
        using var fixture = new ServerFixture();
        fixture.Yard.Publish(new Link.AccessUnitHeader(1, 0, true, 1, 1), AccessUnits.KeyOfProfile(100));
        using var viewer = new LoopbackViewer(fixture.Port);

        WhepAnswer answer = viewer.Open(fixture.Server, ServerFixture.Passthrough);

        Assert.Contains("m=video 9 UDP/TLS/RTP/SAVPF 102", answer.Sdp, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1 {fixture.Port} typ host", answer.Sdp, StringComparison.Ordinal);
    }

    [Fact]
    public void Busy_port_is_a_state_that_ends()
    {
        int port = ServerFixture.FreePort();
        using var squatter = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        squatter.Bind(new IPEndPoint(IPAddress.Loopback, port));
        using var fixture = new ServerFixture(port);
        Assert.Contains("used by another program", fixture.Server.BindError, StringComparison.Ordinal);
        using var viewer = new LoopbackViewer(port);
        Assert.Equal(503, viewer.Open(fixture.Server, ServerFixture.Encoded).Status);

        squatter.Dispose();
        ServerFixture.WaitUntil(() => fixture.Server.BindError is null);

        using LoopbackViewer watching = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);
        watching.ReceiveUntil(() => watching.Packets.Count > 0);
    }

    [Fact]
    public void Loop_beats_with_the_packets_it_has_moved()
    {
        using var fixture = new ServerFixture();
        long beaten = -1;
        fixture.Server.Beat = packets => Volatile.Write(ref beaten, packets);
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);

        ServerFixture.WaitUntil(() => Volatile.Read(ref beaten) >= 2);
        Assert.True(fixture.Server.Counters.BytesSent > 500);
    }

    private static void AssertConsecutive(LoopbackViewer viewer)
    {
        SequenceNumber[] numbers = [.. viewer.Packets.Select(p => p.Header.SequenceNumber)];
        Assert.All(numbers.Zip(numbers.Skip(1), (a, b) => b.StepsAfter(a)), step => Assert.Equal(1, step));
    }
}
