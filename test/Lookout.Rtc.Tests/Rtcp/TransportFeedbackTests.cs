using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Rtcp;

public sealed class TransportFeedbackTests
{
    private static readonly Feedback Header = new(new Ssrc(0xFA17FA17), new Ssrc(0x193DD8BB));

    // As browsers send them: a run, a vector of one bit and one of two with a run past the last packet.
    private const string Run = "afcd0007fa17fa17193dd8bb0004000710636e0120074c2424100c0c10000003";
    private const string OneBit = "afcd0006fa17fa17193dd8bb0001000e10636d00ba00100c0c100002";
    private const string TwoBits = "afcd00079b74f61f9371dcbc853c000963f916b3d55200309baa6aaa7b010901";
    private const string LargeRun = "8fcd0007fa17fa17193dd8bb0174000645b15a40400220041ffe1f9ad000d000";

    [Theory]
    [InlineData(Run, 4, 1074030, 1, "19000 9000 9000 4000 3000 3000 4000")]
    [InlineData(OneBit, 1, 1074029, 0, "4000 3000 3000 - 4000 - - - - - - - - -")]
    [InlineData(TwoBits, 34108, 6551830, 179, "38750 42500 26500 42500 30750 - 66250 - -")]
    [InlineData(LargeRun, 372, 4567386, 64, "2047500 2022500 52000 0 52000 0")]
    [InlineData("afcd0005fa17fa1743032fa0009900013de8021720019401", 153, 4057090, 23, "37000")]
    public void Messages_as_browsers_send_them_are_read(string hex, int first, int reference, int count, string deltas)
    {
        Assert.True(TryParse(Convert.FromHexString(hex), out TransportFeedback feedback));

        Assert.Equal(first, feedback.First.Value);
        Assert.Equal(TimeSpan.FromMilliseconds(64.0 * reference), feedback.ReferenceTime);
        Assert.Equal(count, feedback.FeedbackCount);
        TimeSpan arrival = feedback.ReferenceTime;
        var sequence = new SequenceNumber((ushort)first);
        var expected = new List<PacketArrival>();
        foreach (string delta in deltas.Split(' '))
        {
            if (delta != "-") arrival += TimeSpan.FromMicroseconds(double.Parse(delta));
            expected.Add(new PacketArrival(sequence, delta != "-", delta == "-" ? TimeSpan.Zero : arrival));
            sequence = sequence.Next;
        }

        Assert.Equal(expected, List(feedback));
        Assert.Equal(expected.Count, feedback.StatusCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_was_written_is_read_again(int kind)
    {
        var random = new Random(100 + kind);
        for (int round = 0; round < 300; round++)
        {
            PacketArrival[] packets = Packets(random, kind);
            byte[] buffer = new byte[TransportFeedback.MaxLength(packets.Length)];
            int length = TransportFeedback.Write(buffer, Header, (byte)round, packets);

            Assert.True(TryParse(buffer.AsSpan(0, length), out TransportFeedback feedback));
            Assert.Equal(Header, feedback.Feedback);
            Assert.Equal((byte)round, feedback.FeedbackCount);
            Assert.Equal(packets, List(feedback));
        }
    }

    [Fact]
    public void A_run_as_long_as_a_chunk_can_tell_takes_one_chunk()
    {
        var packets = new PacketArrival[8191 + 14];
        for (int i = 0; i < packets.Length; i++) packets[i] = new PacketArrival(new SequenceNumber((ushort)i), false, TimeSpan.Zero);
        packets[0] = packets[0] with { Received = true };
        byte[] buffer = new byte[TransportFeedback.MaxLength(packets.Length)];

        int length = TransportFeedback.Write(buffer, Header, 0, packets);

        // The first 14 in a vector, then a run, then one delta, filled up to whole words.
        Assert.Equal(4 + 8 + 8 + 2 * 2 + 1 + 3, length);
        Assert.True(TryParse(buffer.AsSpan(0, length), out TransportFeedback feedback));
        Assert.Equal(packets, List(feedback));
    }

    [Fact]
    public void Arrivals_go_on_where_the_clock_starts_over()
    {
        TimeSpan end = TransportFeedback.ClockPeriod;
        PacketArrival[] packets =
        [
            new(new SequenceNumber(65535), true, end - TimeSpan.FromMilliseconds(1)),
            new(new SequenceNumber(0), true, end + TimeSpan.FromMilliseconds(1)),
        ];
        byte[] buffer = new byte[64];
        int length = TransportFeedback.Write(buffer, Header, 0, packets);

        Assert.True(TryParse(buffer.AsSpan(0, length), out TransportFeedback feedback));
        Assert.Equal(packets, List(feedback));

        length = TransportFeedback.Write(buffer, Header, 1, packets.AsSpan(1));
        Assert.True(TryParse(buffer.AsSpan(0, length), out feedback));
        Assert.Equal(TimeSpan.Zero, feedback.ReferenceTime);
    }

    [Theory]
    [InlineData("8fcd000400000001000000020001000000000000" + "2001")]
    [InlineData("8fcd0005000000010000000200010001000000006001000000000000")]
    [InlineData("8fcd00050000000100000002000100010000000000000000")]
    [InlineData("8fcd0005000000010000000200010001000000002002")]
    [InlineData("8fcd00050000000100000002000100070000000055540102")]
    [InlineData("8fcd0005000000010000000200010007000000005555" + "0102")]
    [InlineData("8fcd00050000000100000002000100010000000" + "0" + "f0000102")]
    [InlineData("8fce0005000000010000000200010001000000002001" + "0100")]
    [InlineData("81cd0005000000010000000200010001000000002001" + "0100")]
    public void Nothing_reported_reserved_statuses_and_what_is_no_feedback_are_refused(string hex) =>
        Assert.False(TryParse(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData(Run)]
    [InlineData(OneBit)]
    [InlineData(TwoBits)]
    [InlineData(LargeRun)]
    public void Every_truncation_is_refused(string hex)
    {
        byte[] whole = Convert.FromHexString(hex);
        for (int length = 0; length < whole.Length; length++) Assert.False(TryParse(whole.AsSpan(0, length), out _));

        // The same with a header that fits: chunks and deltas are missing then.
        Assert.True(TryParse(whole, out TransportFeedback feedback));
        int deltas = 0;
        foreach (PacketArrival packet in feedback) deltas += packet.Received ? 1 : 0;
        for (int words = 0; words < whole.Length / 4 - 1; words++)
        {
            byte[] shorter = whole[..(4 * (words + 1))];
            shorter[0] &= 0xDF;
            shorter[3] = (byte)words;
            if (!TryParse(shorter, out feedback)) continue;
            // What was cut off was padding.
            int left = 0;
            foreach (PacketArrival packet in feedback) left += packet.Received ? 1 : 0;
            Assert.Equal(deltas, left);
        }
    }

    [Fact]
    public void Mutated_feedback_is_walked_without_an_exception()
    {
        var mutator = new Mutator(seed: 55);
        byte[][] seeds = [Convert.FromHexString(Run), Convert.FromHexString(OneBit), Convert.FromHexString(TwoBits), Convert.FromHexString(LargeRun)];
        int parsed = 0;
        for (int i = 0; i < 40_000; i++)
        {
            byte[] mutated = mutator.Mutate(seeds[i % seeds.Length]);
            // Most edits break the length, which says nothing about what is behind it.
            if (i % 2 == 0 && mutated.Length >= 4)
            {
                mutated = mutated[..(mutated.Length / 4 * 4)];
                mutated[2] = 0;
                mutated[3] = (byte)(mutated.Length / 4 - 1);
            }

            if (!TryParse(mutated, out TransportFeedback feedback)) continue;
            parsed++;
            int packets = 0;
            foreach (PacketArrival packet in feedback)
            {
                Assert.Equal(feedback.First.Plus(packets), packet.Sequence);
                packets++;
            }

            Assert.Equal(feedback.StatusCount, packets);
        }

        Assert.InRange(parsed, 1000, 39_999);
    }

    [Fact]
    public void Walking_feedback_allocates_nothing()
    {
        byte[] packet = Convert.FromHexString(TwoBits);
        Allocations.AssertNone(1000, () =>
        {
            if (!TryParse(packet, out TransportFeedback feedback)) throw new InvalidOperationException();
            foreach (PacketArrival _ in feedback) { }
        });
    }

    [Fact]
    public void Filled_up_feedback_may_stand_before_other_packets()
    {
        byte[] compound = [.. Convert.FromHexString(TwoBits), .. Convert.FromHexString(OneBit)];
        var reader = new RtcpReader(compound);

        Assert.True(reader.TryRead(out RtcpPacket first));
        Assert.True(TransportFeedback.TryParse(first, out _));
        Assert.True(reader.TryRead(out RtcpPacket second));
        Assert.True(TransportFeedback.TryParse(second, out _));
        Assert.False(reader.TryRead(out _));
    }

    private static bool TryParse(ReadOnlySpan<byte> packet, out TransportFeedback feedback)
    {
        feedback = default;
        return RtcpPacket.TryParse(packet, out RtcpPacket parsed, out _) && TransportFeedback.TryParse(parsed, out feedback);
    }

    private static List<PacketArrival> List(TransportFeedback feedback)
    {
        var packets = new List<PacketArrival>();
        foreach (PacketArrival packet in feedback) packets.Add(packet);
        return packets;
    }

    // Kinds: all came, few came, far apart, overtaking, everything mixed in stretches.
    private static PacketArrival[] Packets(Random random, int kind)
    {
        var packets = new PacketArrival[1 + random.Next(400)];
        var sequence = new SequenceNumber((ushort)random.Next(65536));
        long steps = random.Next(1 << 30);
        int stretch = 0;
        int now = kind;
        for (int i = 0; i < packets.Length; i++)
        {
            if (kind == 4 && stretch-- == 0)
            {
                stretch = random.Next(40);
                now = random.Next(4);
            }

            bool received = now == 1 ? random.Next(4) == 0 : now == 0 || random.Next(4) > 0;
            steps += now switch { 2 => random.Next(30_000), 3 => random.Next(-40, 60), _ => random.Next(0, 250) };
            packets[i] = new PacketArrival(sequence, received, received ? TimeSpan.FromMicroseconds(250 * steps) : TimeSpan.Zero);
            sequence = sequence.Next;
        }

        return Spread(packets);
    }

    // No two that came may be further apart than a delta can tell.
    private static PacketArrival[] Spread(PacketArrival[] packets)
    {
        TimeSpan? before = null;
        for (int i = 0; i < packets.Length; i++)
        {
            if (!packets[i].Received) continue;
            if (packets[i].Arrival - before > TimeSpan.FromSeconds(8)) packets[i] = packets[i] with { Arrival = before!.Value + TimeSpan.FromSeconds(8) };
            before = packets[i].Arrival;
        }

        return packets;
    }
}
