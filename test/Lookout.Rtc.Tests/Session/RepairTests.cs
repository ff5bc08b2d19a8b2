using System.Buffers.Binary;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Srtp;

namespace Lookout.Rtc.Tests.Session;

/// <summary>Retransmission on a stream of its own (RFC 4588), padding, and the header extensions of all packets.</summary>
public sealed class RepairTests
{
    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1Tag80)]
    public void Lost_packet_comes_again_on_the_repair_stream_with_its_number_in_front(SrtpProfile profile)
    {
        using SessionHarness harness = Connected(profile);
        (RtpHeader Header, byte[] Payload)[] sent = [.. Enumerable.Range(0, 20).Select(i => harness.Open(harness.Send((uint)(i * 3000), marker: i % 2 == 0)))];

        harness.Nack(Viewer(3), Viewer(15));
        List<byte[]> resent = harness.DrainResends();

        Assert.Equal(2, resent.Count);
        for (int i = 0; i < 2; i++)
        {
            (RtpHeader header, byte[] payload) = harness.Open(resent[i]);
            (RtpHeader original, byte[] first) = sent[i == 0 ? 3 : 15];
            Assert.Equal((SessionHarness.RepairSsrc, SessionHarness.RepairPayloadType), (header.Ssrc, header.PayloadType));
            Assert.Equal((original.Timestamp, original.Marker), (header.Timestamp, header.Marker));
            Assert.Equal(new SequenceNumber(32_000).Plus(i), header.SequenceNumber);
            Assert.Equal(original.SequenceNumber.Value, BinaryPrimitives.ReadUInt16BigEndian(payload));
            Assert.Equal(first, payload[2..]);
        }

        Assert.Equal((2, 2), (harness.Session.Counters.PacketsResent, harness.Session.Counters.PacketsRepaired));
    }

    [Fact]
    public void Packet_repaired_twice_is_two_packets_to_srtp()
    {
        using SessionHarness harness = Connected();
        harness.Send(1);

        harness.Nack(Viewer(0));
        byte[] one = Assert.Single(harness.DrainResends());
        harness.Nack(Viewer(0));
        byte[] other = Assert.Single(harness.DrainResends());

        // The harness' replay window takes each.
        Assert.Equal(harness.Open(one).Payload, harness.Open(other).Payload);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void What_was_lost_before_a_switch_of_streams_is_repaired_from_the_stream_it_was_of()
    {
        using SessionHarness harness = Connected();
        byte[] before = harness.Open(harness.Send(1, payloadLength: 40)).Payload;
        var other = new PacketHistory(64, 1100, new SequenceNumber(9));
        harness.Session.Start(other, other.Next);
        SequenceNumber sequence = other.Add([7, 7, 7], true, 3000);
        other.TryGet(sequence, out StoredPacket packet);
        var buffer = new byte[1500];
        byte[] after = harness.Open(buffer[..harness.Session.Write(harness.Now, buffer, sequence, packet)]).Payload;

        harness.Nack(Viewer(0), Viewer(1));
        byte[][] repaired = [.. harness.DrainResends().Select(resent => harness.Open(resent).Payload[2..])];

        Assert.Equal([before, after], repaired);
    }

    /// <summary>Half of 150 000 packets lost, 300 switches: the numbers of both streams wrap, and nothing stays missing.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Everything_lost_is_sent_again_across_wraps_and_switches(bool repair)
    {
        using SessionHarness harness = repair ? Connected() : new SessionHarness();
        if (!repair) harness.Connect();
        var random = new Random(17);
        PacketHistory[] streams = [new(256, 64), new(512, 64, new SequenceNumber(65_000)), new(256, 64, new SequenceNumber(31_000))];
        PacketHistory stream = streams[0];
        harness.Session.Start(stream, stream.Next);
        var buffer = new byte[200];
        var payload = new byte[24];
        SequenceNumber next = SessionHarness.Media.First;
        for (int round = 0; round < 1500; round++)
        {
            var lost = new Dictionary<SequenceNumber, byte[]>();
            int switchAt = round % 5 == 0 ? random.Next(100) : -1;
            for (int i = 0; i < 100; i++, next = next.Next)
            {
                if (i == switchAt)
                {
                    stream = streams[random.Next(streams.Length)];
                    harness.Session.Start(stream, stream.Next);
                }

                random.NextBytes(payload);
                SequenceNumber sequence = stream.Add(payload, false, (uint)round * 3000);
                stream.TryGet(sequence, out StoredPacket packet);
                byte[] sent = buffer[..harness.Session.Write(harness.Now, buffer, sequence, packet)];
                if (random.Next(2) == 0) lost[next] = [.. payload];
                else Assert.Equal(next, harness.Open(sent).Header.SequenceNumber);
            }

            harness.Nack([.. lost.Keys]);
            while (harness.Session.TryTakeResend(harness.Now, buffer, out int length))
            {
                (RtpHeader header, byte[] opened) = harness.Open(buffer[..length]);
                SequenceNumber number = repair ? new SequenceNumber(BinaryPrimitives.ReadUInt16BigEndian(opened)) : header.SequenceNumber;
                Assert.True(lost.Remove(number, out byte[]? expected));
                Assert.Equal(expected, repair ? opened[2..] : opened);
            }

            Assert.Empty(lost);
            harness.Now += ResendQueue.Window;
        }

        Assert.True(harness.Session.Counters.PacketsResent > 1 << 16);
        Assert.Equal(0, harness.Session.Counters.NacksIgnored);
    }

    [Fact]
    public void Every_packet_has_its_own_transport_number_whatever_stream_it_is_on()
    {
        using SessionHarness harness = Connected();
        var numbers = new List<int>();
        for (int i = 0; i < 10; i++) numbers.Add(SessionHarness.TransportNumber(harness.Send((uint)i)));
        harness.Nack(Viewer(2), Viewer(3));
        numbers.AddRange(harness.DrainResends().Select(packet => (int)SessionHarness.TransportNumber(packet)));
        numbers.Add(SessionHarness.TransportNumber(harness.Pad(600)));
        numbers.Add(SessionHarness.TransportNumber(harness.Send(11)));

        Assert.Equal(Enumerable.Range(numbers[0], 14), numbers);
        Assert.Equal(14, harness.Session.Bandwidth!.Counters.PacketsSent);
    }

    [Fact]
    public void Capture_time_is_on_the_clock_of_the_sender_reports()
    {
        using SessionHarness harness = Connected();
        var clock = new SenderClock(0x1234_0000_0000, 90_000);
        harness.Session.Advance(harness.Now, clock);

        byte[] packet = harness.Send(90_000 - 45_000);

        Assert.True(AbsoluteCaptureTime.TryParse(SessionHarness.Extension(packet, SessionHarness.AllExtensions.CaptureTime), out ulong captured));
        Assert.Equal(clock.NtpTime - 0x8000_0000, captured);
        Assert.Equal([0], SessionHarness.Extension(packet, SessionHarness.AllExtensions.VideoOrientation));
        Assert.Equal([0, 0, 0], SessionHarness.Extension(packet, SessionHarness.PlayoutDelayId));
    }

    [Fact]
    public void Headers_of_a_stream_are_of_one_length()
    {
        using SessionHarness harness = Connected();
        HashSet<int> lengths = [.. Enumerable.Range(0, 300).Select(i => harness.Send((uint)(i * 7777)).Length)];

        Assert.Single(lengths);
    }

    [Fact]
    public void Longest_packet_fits_what_is_said_of_the_overhead()
    {
        using SessionHarness harness = Connected();
        byte[] sent = harness.Send(1, payloadLength: 1100);
        harness.Nack(Viewer(0));

        Assert.True(sent.Length <= 1100 + RtcSession.MaxMediaOverhead);
        Assert.Equal(1100 + RtcSession.MaxMediaOverhead, Assert.Single(harness.DrainResends()).Length);
    }

    [Fact]
    public void Padding_repeats_the_recent_packet_that_fits_best()
    {
        using SessionHarness harness = Connected();
        for (int i = 0; i < 5; i++) harness.Send((uint)i, payloadLength: 200 * (i + 1));

        byte[] padding = harness.Pad(900);

        Assert.Equal(800 + RtcSession.MaxMediaOverhead, padding.Length);
        (RtpHeader header, byte[] payload) = harness.Open(padding);
        Assert.Equal(SessionHarness.RepairSsrc, header.Ssrc);
        Assert.Equal(Viewer(3).Value, BinaryPrimitives.ReadUInt16BigEndian(payload));
        Assert.Equal(1, harness.Session.Counters.PacketsPadding);
        Assert.Equal(0, harness.Session.Counters.PacketsResent);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(250)]
    [InlineData(1)]
    [InlineData(5000)]
    public void Where_no_packet_fits_padding_is_empty_and_valid(int bytes)
    {
        using SessionHarness harness = Connected();
        harness.Send(77, payloadLength: bytes > 1000 ? 60 : 1100);

        (RtpHeader header, byte[] payload) = harness.Open(harness.Pad(bytes));

        Assert.Equal(77u, header.Timestamp);
        Assert.Equal(0, header.PayloadLength);
        Assert.InRange(header.PaddingLength, 1, 224);
        Assert.Equal(header.PaddingLength, payload.Length);
    }

    [Fact]
    public void There_is_no_padding_before_the_first_packet_or_without_a_repair_stream()
    {
        using SessionHarness harness = Connected();
        Assert.Empty(harness.Pad(500));

        using var plain = new SessionHarness();
        plain.Connect();
        plain.Start();
        plain.Send(1);
        Assert.Empty(plain.Pad(500));
        Assert.Null(plain.Session.Bandwidth);
    }

    [Fact]
    public void What_changes_from_sending_to_sending_is_refused_without_a_repair_stream()
    {
        var track = new RtcTrack(MediaKind.Video, SessionHarness.Media);
        Assert.Throws<ArgumentException>(() => new SessionHarness([track], new HeaderExtensionIds(4, 0, 0, 0), RateFeedback.TransportWide));
        Assert.Throws<ArgumentException>(() => new SessionHarness([track], new HeaderExtensionIds(0, 0, 4, 0), RateFeedback.None));
        Assert.Throws<ArgumentException>(() => new SessionHarness([SessionHarness.RepairedTrack], default, RateFeedback.TransportWide));
    }

    [Fact]
    public void Sending_repairing_and_padding_allocate_nothing()
    {
        using SessionHarness harness = Connected();
        var buffer = new byte[1100 + RtcSession.MaxMediaOverhead];
        var payload = new byte[1100];
        SendOne();
        harness.Nack(Viewer(0));
        harness.DrainResends();

        Allocations.AssertNone(1000, SendOne);
        Allocations.AssertNone(1000, () => Assert.True(harness.Session.WritePadding(harness.Now, buffer, 1200, 0) > 0));
        Allocations.AssertNone(1000, () => Assert.True(harness.Session.WritePadding(harness.Now, buffer, 100, 0) > 0));
        SequenceNumber[] missing = [.. Enumerable.Range(1, 200).Select(i => harness.History.Next.Plus(Offset - i))];
        harness.Nack(missing);
        int before = (int)harness.Session.Counters.PacketsResent;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        while (harness.Session.TryTakeResend(harness.Now, buffer, out _)) { }
        // Once only, so the runtime's own bytes cannot be told by repeating; less than one a packet is none of ours.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 199);
        Assert.Equal(200, harness.Session.Counters.PacketsResent - before);

        void SendOne()
        {
            SequenceNumber sequence = harness.History.Add(payload, false, 1);
            harness.History.TryGet(sequence, out StoredPacket packet);
            if (harness.Session.Write(harness.Now, buffer, sequence, packet) < 1100) throw new InvalidOperationException("not a full packet");
        }
    }

    // The stream of the harness begins at 500, the viewer at 65530.
    private const int Offset = 65530 - 500;

    private static SequenceNumber Viewer(int index) => new SequenceNumber(65530).Plus(index);

    private static SessionHarness Connected(SrtpProfile profile = SrtpProfile.AeadAes128Gcm)
    {
        SessionHarness harness = SessionHarness.WithRepair();
        harness.Connect(profile);
        harness.Start();
        return harness;
    }
}
