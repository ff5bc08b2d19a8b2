using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;

namespace Lookout.Rtc.Tests.Session;

public sealed class FeedbackTests
{
    [Fact]
    public void Lost_packet_is_sent_again_byte_for_byte()
    {
        using SessionHarness harness = Connected();
        List<byte[]> sent = [.. Enumerable.Range(0, 20).Select(i => harness.Send((uint)i))];

        harness.Nack(Viewer(3), Viewer(4), Viewer(15));

        Assert.Equal([sent[3], sent[4], sent[15]], harness.DrainResends());
        Assert.Equal(3, harness.Session.Counters.PacketsResent);
    }

    [Fact]
    public void Packet_is_sent_again_ten_times_at_most()
    {
        using SessionHarness harness = Connected();
        harness.Send(1);
        int resent = 0;
        for (int i = 0; i < 30; i++)
        {
            harness.Nack(Viewer(0));
            resent += harness.DrainResends().Count;
        }

        Assert.Equal(10, resent);
        Assert.Equal(20, harness.Session.Counters.NacksIgnored);
    }

    [Fact]
    public void Asking_for_everything_is_bounded_in_time()
    {
        using SessionHarness harness = Connected();
        for (int i = 0; i < 200; i++) harness.Send((uint)i);
        int resent = 0;
        for (int i = 0; i < 5; i++)
        {
            harness.Nack([.. Enumerable.Range(0, 200).Select(Viewer)]);
            resent += harness.DrainResends().Count;
        }

        Assert.Equal(256, resent);
        harness.Now += TimeSpan.FromMilliseconds(100);
        harness.Nack(Viewer(199));
        Assert.Single(harness.DrainResends());
    }

    [Fact]
    public void Packet_that_waits_for_too_long_is_not_sent_again_until_it_is_asked_for_anew()
    {
        using SessionHarness harness = Connected();
        harness.Send(1);
        harness.Nack(Viewer(0));
        harness.Now += TimeSpan.FromMilliseconds(301);
        Assert.Empty(harness.DrainResends());

        harness.Nack(Viewer(0));
        harness.Now += TimeSpan.FromMilliseconds(300);

        Assert.Single(harness.DrainResends());
    }

    [Fact]
    public void Packets_never_sent_or_sent_before_the_last_start_but_one_are_not_sent_again()
    {
        using SessionHarness harness = Connected();
        for (int run = 0; run < 3; run++)
        {
            harness.Start();
            for (int i = 0; i < 10; i++) harness.Send((uint)i);
            harness.Add(50);
        }

        harness.Nack(Viewer(9), Viewer(30));
        Assert.Empty(harness.DrainResends());
        harness.Nack(Viewer(10), Viewer(19), Viewer(20), Viewer(29));

        Assert.Equal(4, harness.DrainResends().Count);
        Assert.Equal(2, harness.Session.Counters.NacksIgnored);
    }

    [Fact]
    public void Several_requests_for_a_key_frame_are_one()
    {
        using SessionHarness harness = Connected();
        var bytes = new byte[64];
        for (int i = 0; i < 5; i++)
        {
            int length = new PictureLossIndication(new Feedback(SessionHarness.ViewerSsrc, SessionHarness.Ssrc)).Write(bytes);
            length += new FullIntraRequest(SessionHarness.ViewerSsrc, SessionHarness.Ssrc, (byte)i).Write(bytes.AsSpan(length));
            harness.Session.Receive(harness.Now, harness.Peer.Address, harness.Protect(bytes.AsSpan(0, length)));
        }

        Assert.True(harness.Session.TakeKeyFrameRequest());
        Assert.False(harness.Session.TakeKeyFrameRequest());
        Assert.Equal(10, harness.Session.Counters.KeyFrameRequests);
    }

    [Fact]
    public void Requests_about_another_stream_are_not_ours()
    {
        using SessionHarness harness = Connected();
        var bytes = new byte[64];
        int length = new PictureLossIndication(new Feedback(SessionHarness.ViewerSsrc, new Ssrc(2))).Write(bytes);
        harness.Session.Receive(harness.Now, harness.Peer.Address, harness.Protect(bytes.AsSpan(0, length)));

        Assert.False(harness.Session.TakeKeyFrameRequest());
    }

    [Fact]
    public void Replayed_or_forged_feedback_is_rejected()
    {
        using SessionHarness harness = Connected();
        var bytes = new byte[64];
        int length = new PictureLossIndication(new Feedback(SessionHarness.ViewerSsrc, SessionHarness.Ssrc)).Write(bytes);
        byte[] packet = harness.Protect(bytes.AsSpan(0, length));
        byte[] forged = harness.Protect(bytes.AsSpan(0, length));
        forged[^5] ^= 1;

        harness.Session.Receive(harness.Now, harness.Peer.Address, [.. packet]);
        harness.Session.Receive(harness.Now, harness.Peer.Address, [.. packet]);
        harness.Session.Receive(harness.Now, harness.Peer.Address, forged);

        Assert.Equal(1, harness.Session.Counters.KeyFrameRequests);
        Assert.Equal(2, harness.Session.Counters.Rejected);
    }

    [Fact]
    public void Receiver_report_is_kept()
    {
        using SessionHarness harness = Connected();
        var block = new ReportBlock(SessionHarness.Ssrc, 25, 7, 65530, 300, 0, 0);
        var bytes = new byte[64];
        int length = new ReceiverReport(SessionHarness.ViewerSsrc).Write(bytes, block);

        harness.Session.Receive(harness.Now, harness.Peer.Address, harness.Protect(bytes.AsSpan(0, length)));

        Assert.Equal(block, harness.Session.LastReport);
    }

    [Fact]
    public void Sender_report_goes_out_every_second_once_media_flows()
    {
        using SessionHarness harness = Connected();
        Advance(harness, TimeSpan.FromSeconds(2), default);
        Assert.Empty(harness.Drain());
        harness.Send(1, payloadLength: 50);
        harness.Send(2, payloadLength: 60);

        var clock = SenderClock.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 500, TimeSpan.Zero), 777);
        Advance(harness, TimeSpan.FromSeconds(1), clock);
        byte[] compound = harness.OpenRtcp(Assert.Single(harness.Drain()));

        var reader = new RtcpReader(compound);
        Assert.True(reader.TryRead(out RtcpPacket first));
        Assert.True(SenderReport.TryParse(first, out SenderReport report, out _));
        // 2026-01-01 is 46 021 days after 1900-01-01.
        Assert.Equal(new SenderReport(SessionHarness.Ssrc, 46_021ul * 86_400 << 32 | 0x8000_0000, 777, 2, 110), report);
        Assert.True(reader.TryRead(out RtcpPacket second));
        Assert.True(SourceDescription.TryParse(second, out _, out ReadOnlySpan<byte> name));
        Assert.True(name.SequenceEqual("cname"u8));
        Assert.False(reader.TryRead(out _));

        Advance(harness, TimeSpan.FromMilliseconds(900), clock);
        Assert.Empty(harness.Drain());
    }

    [Fact]
    public void Closing_says_bye_and_closes_dtls()
    {
        using SessionHarness harness = Connected();
        harness.Send(1);

        harness.Session.Close();
        List<byte[]> farewell = harness.Drain();

        Assert.Equal(2, farewell.Count);
        var reader = new RtcpReader(harness.OpenRtcp(farewell[0]));
        RtcpPacket last = default;
        while (reader.TryRead(out RtcpPacket packet)) last = packet;
        Assert.True(Bye.TryParse(last, out Bye bye));
        Assert.Equal(SessionHarness.Ssrc, bye.Ssrc);
        Assert.Equal(21, farewell[1][0]);
        Assert.True(harness.Dtls.IsClosed);
        Assert.Equal(SessionEndReason.Closed, harness.Session.EndReason);
        Assert.Empty(harness.Send(2));
    }

    private static SequenceNumber Viewer(int index) => new SequenceNumber(65530).Plus(index);

    private static SessionHarness Connected()
    {
        var harness = new SessionHarness();
        harness.Connect();
        harness.Start();
        return harness;
    }

    private static void Advance(SessionHarness harness, TimeSpan time, SenderClock clock)
    {
        harness.Now += time;
        harness.Session.Advance(harness.Now, clock);
    }
}
