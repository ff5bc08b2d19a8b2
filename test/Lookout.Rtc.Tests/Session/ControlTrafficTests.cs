using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;

namespace Lookout.Rtc.Tests.Session;

/// <summary>RTCP of a session with everything agreed on: round trip, rate feedback, bounds, collisions.</summary>
public sealed class ControlTrafficTests
{
    private static readonly Feedback Feedback = new(SessionHarness.ViewerSsrc, SessionHarness.Ssrc);
    private static readonly SenderClock Clock = new(0xE000_0000_8000_0000, 1234);

    private readonly byte[] _bytes = new byte[2048];

    [Fact]
    public void Round_trip_is_measured_from_the_report_that_is_answered()
    {
        using SessionHarness harness = Connected();
        SenderReport first = NextReport(harness, Clock);
        SenderReport second = NextReport(harness, Clock with { NtpTime = Clock.NtpTime + (1ul << 32) });
        Assert.NotEqual(first.CompactNtpTime, second.CompactNtpTime);

        // 80 ms after the second report, 1080 ms after the first, held for 30 ms.
        harness.Now += TimeSpan.FromMilliseconds(80);
        Report(harness, second.CompactNtpTime, 0.030);
        Assert.Equal(50, harness.Session.RoundTrip!.Value.TotalMilliseconds, tolerance: 0.1);
        Report(harness, first.CompactNtpTime, 1.060);
        Assert.Equal(20, harness.Session.RoundTrip!.Value.TotalMilliseconds, tolerance: 0.1);
        Assert.True(harness.Session.Bandwidth!.RoundTrip > TimeSpan.Zero);
    }

    [Fact]
    public void Report_that_answers_none_of_ours_or_was_held_too_long_measures_nothing()
    {
        using SessionHarness harness = Connected();
        SenderReport report = NextReport(harness, Clock);
        harness.Now += TimeSpan.FromMilliseconds(80);

        Report(harness, 0, 0);
        Report(harness, report.CompactNtpTime + 1, 0);
        Report(harness, report.CompactNtpTime, 0.090);

        Assert.Null(harness.Session.RoundTrip);
        for (int i = 0; i < 20; i++) NextReport(harness, Clock with { NtpTime = Clock.NtpTime + ((ulong)i + 1 << 32) });
        Report(harness, report.CompactNtpTime, 0);
        Assert.Null(harness.Session.RoundTrip);
    }

    [Fact]
    public void Packet_asked_for_again_before_its_answer_can_have_come_is_not_sent_twice()
    {
        using SessionHarness harness = Connected();
        SenderReport report = NextReport(harness, Clock);
        harness.Now += TimeSpan.FromMilliseconds(200);
        Report(harness, report.CompactNtpTime, 0);

        var resent = new List<int>();
        foreach (int step in (int[])[0, 50, 90, 20, 149, 10])
        {
            harness.Now += TimeSpan.FromMilliseconds(step);
            harness.Nack(SessionHarness.Media.First);
            resent.Add(harness.DrainResends().Count);
        }

        Assert.Equal([1, 0, 0, 1, 0, 1], resent);
    }

    [Fact]
    public void Audio_has_its_row_in_the_track_table()
    {
        var audio = new RtcTrack(MediaKind.Audio, new RtcSource(new Ssrc(0xA0D10), 111, default), new RtcSource(new Ssrc(0xA0D11), 112, default));
        using var harness = new SessionHarness([SessionHarness.RepairedTrack, audio], SessionHarness.AllExtensions, RateFeedback.TransportWide);
        harness.Connect();
        harness.Start();
        harness.Send(1);
        harness.Nack(SessionHarness.Media.First);
        harness.ReceiveRtcp(_bytes.AsSpan(0, Nack.Write(_bytes, new Feedback(SessionHarness.ViewerSsrc, audio.Media.Ssrc), [default])));
        harness.ReceiveRtcp(_bytes.AsSpan(0, new PictureLossIndication(new Feedback(SessionHarness.ViewerSsrc, audio.Media.Ssrc)).Write(_bytes)));
        Assert.Single(harness.DrainResends());
        Assert.False(harness.Session.TakeKeyFrameRequest());

        harness.Session.Close();
        var reader = new RtcpReader(harness.OpenRtcp(harness.Drain()[0]));
        var counts = new List<(RtcpPacketType, int)>();
        while (reader.TryRead(out RtcpPacket packet)) counts.Add((packet.Type, packet.Count));
        // Reports for the two streams that have sent, names and good-bye for all four.
        Assert.Equal(
            [(RtcpPacketType.SenderReport, 0), (RtcpPacketType.SenderReport, 0), (RtcpPacketType.SourceDescription, 4), (RtcpPacketType.Bye, 4)],
            counts);
    }

    [Fact]
    public void Both_streams_are_reported_named_and_said_goodbye_to()
    {
        using SessionHarness harness = Connected();
        harness.Pad(500);
        NextReport(harness, Clock);
        harness.Session.Close();

        var reports = new List<SenderReport>();
        Bye bye = default;
        int byes = 0;
        var reader = new RtcpReader(harness.OpenRtcp(harness.Drain()[0]));
        while (reader.TryRead(out RtcpPacket packet))
        {
            if (SenderReport.TryParse(packet, out SenderReport report, out _)) reports.Add(report);
            if (packet.Type == RtcpPacketType.SourceDescription) Assert.Equal(2, packet.Count);
            if (Bye.TryParse(packet, out bye)) byes = packet.Count;
        }

        Assert.False(reader.Malformed);
        Assert.Equal([SessionHarness.Ssrc, SessionHarness.RepairSsrc], reports.Select(report => report.Ssrc));
        Assert.Equal([1u, 1u], reports.Select(report => report.PacketCount));
        Assert.Equal((2, SessionHarness.Ssrc), (byes, bye.Ssrc));
    }

    [Fact]
    public void Transport_wide_feedback_reaches_the_estimator()
    {
        using SessionHarness harness = Connected();
        PacketArrival[] arrivals = [.. Enumerable.Range(0, 10).Select(i =>
            new PacketArrival(new SequenceNumber(SessionHarness.TransportNumber(harness.Send((uint)i))), true, TimeSpan.FromMilliseconds(1000 + i)))];

        harness.ReceiveRtcp(_bytes.AsSpan(0, TransportFeedback.Write(_bytes, Feedback, 0, arrivals)));

        Assert.Equal(1, harness.Session.Bandwidth!.Counters.FeedbacksReceived);
    }

    [Fact]
    public void Receivers_estimate_caps_ours_where_that_is_agreed_on_and_else_is_not_heard()
    {
        using var harness = new SessionHarness([SessionHarness.RepairedTrack], default, RateFeedback.ReceiverEstimate);
        harness.Connect();
        harness.Start();
        harness.Send(1);
        int length = new ReceiverEstimatedBitrate(SessionHarness.ViewerSsrc, 300_000).Write(_bytes, SessionHarness.Ssrc);
        harness.ReceiveRtcp(_bytes.AsSpan(0, length));
        Assert.InRange(harness.Session.Bandwidth!.TargetBps, 1, 300_000);

        using SessionHarness other = Connected();
        other.ReceiveRtcp(_bytes.AsSpan(0, length));
        Assert.True(other.Session.Bandwidth!.TargetBps > 300_000);
    }

    [Fact]
    public void Estimators_time_is_the_sessions()
    {
        using SessionHarness harness = Connected();
        for (int i = 0; i < 200; i++)
        {
            Assert.True(harness.Session.NextTimeout <= harness.Session.Bandwidth!.NextTimeout);
            harness.Now += TimeSpan.FromMilliseconds(7);
            harness.Session.Advance(harness.Now, Clock);
        }
    }

    [Fact]
    public void One_datagram_costs_no_more_than_four_thousand_missing_packets()
    {
        using SessionHarness harness = Connected();
        SequenceNumber[] all = [.. Enumerable.Range(0, 17 * 300).Select(i => new SequenceNumber((ushort)i))];
        int length = Nack.Write(_bytes, Feedback, all);
        length += new PictureLossIndication(Feedback).Write(_bytes.AsSpan(length));

        harness.ReceiveRtcp(_bytes.AsSpan(0, length));

        Assert.InRange(harness.Session.Counters.NacksReceived, 4000, 4096);
        Assert.Equal(1, harness.Session.Counters.FeedbackCut);
        Assert.False(harness.Session.TakeKeyFrameRequest());
    }

    [Fact]
    public void Feedback_on_more_packets_than_can_have_been_sent_is_not_looked_through()
    {
        using SessionHarness harness = Connected();
        PacketArrival[] arrivals = [.. Enumerable.Range(0, 60_000).Select(i => new PacketArrival(new SequenceNumber((ushort)i), i == 0, TimeSpan.Zero))];
        var large = new byte[TransportFeedback.MaxLength(arrivals.Length)];
        int length = TransportFeedback.Write(large, Feedback, 0, arrivals);
        Assert.InRange(length, 20, 100);

        harness.ReceiveRtcp(large.AsSpan(0, length));

        Assert.Equal(0, harness.Session.Bandwidth!.Counters.FeedbacksReceived);
        Assert.Equal(1, harness.Session.Counters.FeedbackCut);
    }

    [Fact]
    public void Request_for_a_key_frame_sent_again_is_no_second_one()
    {
        using SessionHarness harness = Connected();
        Assert.True(Ask(7));
        Assert.False(Ask(7));
        Assert.True(Ask(8));
        Assert.True(Ask(7));
        Assert.Equal((3, 1), (harness.Session.Counters.KeyFrameRequests, harness.Session.Counters.KeyFrameRequestsRepeated));

        bool Ask(byte sequence)
        {
            harness.ReceiveRtcp(_bytes.AsSpan(0, new FullIntraRequest(SessionHarness.ViewerSsrc, SessionHarness.Ssrc, sequence).Write(_bytes)));
            return harness.Session.TakeKeyFrameRequest();
        }
    }

    [Fact]
    public void What_the_viewer_sends_under_an_ssrc_of_ours_is_counted_and_not_read()
    {
        using SessionHarness harness = Connected();
        foreach (Ssrc ours in (Ssrc[])[SessionHarness.Ssrc, SessionHarness.RepairSsrc])
        {
            int length = new ReceiverReport(ours).Write(_bytes);
            length += new PictureLossIndication(new Feedback(ours, SessionHarness.Ssrc)).Write(_bytes.AsSpan(length));
            harness.ReceiveRtcp(_bytes.AsSpan(0, length));
            new RtpHeader { PayloadType = 96, Ssrc = ours }.Write(_bytes);
            harness.Session.Receive(harness.Now, harness.Peer.Address, [.. _bytes.AsSpan(0, 60)]);
        }

        Assert.Equal(4, harness.Session.Counters.SsrcCollisions);
        Assert.False(harness.Session.TakeKeyFrameRequest());

        // Neither direction's replay windows nor counts have moved: what follows is sent and read as ever.
        harness.Open(harness.Send(5));
        harness.ReceiveRtcp(_bytes.AsSpan(0, new PictureLossIndication(Feedback).Write(_bytes)));
        Assert.True(harness.Session.TakeKeyFrameRequest());
    }

    [Fact]
    public void Byes_of_the_viewer_are_counted_and_end_nothing()
    {
        using SessionHarness harness = Connected();
        harness.ReceiveRtcp(_bytes.AsSpan(0, new Bye(SessionHarness.ViewerSsrc).Write(_bytes)));

        Assert.Equal(1, harness.Session.Counters.ByesReceived);
        Assert.Equal(SessionState.Connected, harness.Session.State);
    }

    [Fact]
    public void Authentic_noise_never_throws_and_moves_no_counter_out_of_bounds()
    {
        using SessionHarness harness = Connected();
        for (int i = 0; i < 100; i++) harness.Send((uint)i);
        PacketArrival[] arrivals = [.. Enumerable.Range(0, 40).Select(i => new PacketArrival(new SequenceNumber((ushort)i), i % 3 != 0, TimeSpan.FromMilliseconds(i)))];
        int end = new ReceiverReport(SessionHarness.ViewerSsrc).Write(_bytes, new ReportBlock(SessionHarness.Ssrc, 1, 2, 3, 4, 5, 6));
        end += TransportFeedback.Write(_bytes.AsSpan(end), Feedback, 1, arrivals);
        end += Nack.Write(_bytes.AsSpan(end), Feedback, [new SequenceNumber(65530), new SequenceNumber(3)]);
        end += new ReceiverEstimatedBitrate(SessionHarness.ViewerSsrc, 1 << 20).Write(_bytes.AsSpan(end), SessionHarness.Ssrc);
        end += new FullIntraRequest(SessionHarness.ViewerSsrc, SessionHarness.Ssrc, 1).Write(_bytes.AsSpan(end));
        byte[] compound = _bytes[..end];
        var mutator = new Stun.Mutator(41);
        var buffer = new byte[2048];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutated = mutator.Mutate(compound);
            if (mutated.Length < 8) continue;
            // RTCP still, and of the viewer's own SSRC, so that one replay window serves all.
            mutated[0] = (byte)(0x80 | mutated[0] & 0x3F);
            mutated[1] = (byte)RtcpPacketType.ReceiverReport;
            SessionHarness.ViewerSsrcBytes.CopyTo(mutated, 4);
            harness.ReceiveRtcp(mutated);
            while (harness.Session.TryTakeResend(harness.Now, buffer, out int length)) Assert.InRange(length, 100, 200);
            harness.Now += TimeSpan.FromMilliseconds(1);
        }

        Assert.Equal(0, harness.Session.Counters.Rejected);
        Assert.True(harness.Session.Counters.PacketsResent > 10);
    }

    private static SessionHarness Connected()
    {
        SessionHarness harness = SessionHarness.WithRepair();
        harness.Connect();
        harness.Start();
        harness.Send(1);
        return harness;
    }

    private static SenderReport NextReport(SessionHarness harness, SenderClock clock)
    {
        harness.Now += TimeSpan.FromSeconds(1);
        harness.Session.Advance(harness.Now, clock);
        foreach (byte[] datagram in harness.Drain())
        {
            if (DatagramDemultiplexer.KindOf(datagram) != DatagramKind.Rtcp) continue;
            Assert.True(new RtcpReader(harness.OpenRtcp(datagram)).TryRead(out RtcpPacket packet));
            Assert.True(SenderReport.TryParse(packet, out SenderReport report, out _));
            return report;
        }

        throw new InvalidOperationException("no report");
    }

    private void Report(SessionHarness harness, uint lastReport, double heldSeconds)
    {
        var block = new ReportBlock(SessionHarness.Ssrc, 0, 0, 0, 0, lastReport, (uint)(heldSeconds * 65536));
        harness.ReceiveRtcp(_bytes.AsSpan(0, new ReceiverReport(SessionHarness.ViewerSsrc).Write(_bytes, block)));
    }
}
