using System.Buffers.Binary;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;

namespace Lookout.Rtc.Tests.Session;

public sealed class RunTests
{
    private static readonly RtcSource Source = new(new Ssrc(7), 100, new SequenceNumber(32_767));

    /// <summary>
    /// Several streams, switches at any time, hundreds of thousands of packets: what a number asks for is what was sent
    /// under it, or nothing; and of the newest of the current run and the previous one, never nothing.
    /// </summary>
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 4_000)]
    [InlineData(3, 60_000)]
    public void Any_number_finds_the_packet_sent_under_it_across_wraps_and_switches(int seed, int longestRun)
    {
        var random = new Random(seed);
        PacketHistory[] streams = [new(256, 8, new SequenceNumber(65_500)), new(1024, 8), new(4096, 8, new SequenceNumber(30_000))];
        var sender = new RtpSender(Source);
        var sent = new Dictionary<ushort, byte[]>();
        var buffer = new byte[64];
        uint id = 0;
        int previousFirst = 0, first = 0, count = 0, found = 0;
        PacketHistory current = streams[0];
        while (count < 300_000)
        {
            current = streams[random.Next(streams.Length)];
            sender.Start(current, current.Next);
            (previousFirst, first) = (first, count);
            for (int left = 1 + random.Next(longestRun); left > 0; left--)
            {
                // The others go on at their own pace, the last a hundred times as fast now and then.
                if (random.Next(4) == 0)
                {
                    PacketHistory other = streams[random.Next(streams.Length)];
                    if (other != current)
                        for (int n = random.Next(200) == 0 ? 100 : 1; n > 0; n--) Add(other);
                }

                SequenceNumber sequence = Add(current);
                Assert.True(current.TryGet(sequence, out StoredPacket packet));
                ushort number = sender.Next.Value;
                int length = sender.WriteHeader(buffer, sequence, packet, []);
                sent[number] = [.. buffer[..length], .. packet.Payload];
                count++;
                if (random.Next(16) == 0) Ask();
            }
        }

        Assert.True(found > 1000);

        SequenceNumber Add(PacketHistory stream)
        {
            Span<byte> payload = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(payload, id++);
            return stream.Add(payload, id % 3 == 0, id * 3000);
        }

        void Ask()
        {
            int age = random.Next(-20, random.Next(8) == 0 ? 40_000 : 300);
            var asked = new SequenceNumber((ushort)(sender.Next.Value - age));
            bool isFound = sender.TryFind(asked, out RtpHeader header, out StoredPacket packet);
            // Half the numbers lie ahead; of the rest those of the two runs may be found.
            Assert.False(isFound && (age < 1 || age > count - previousFirst));
            if (age >= 1 && age <= Math.Min(200, count - first)) Assert.True(isFound);
            if (!isFound) return;
            found++;
            byte[] again = [.. buffer[..header.Write(buffer)], .. packet.Payload];
            Assert.Equal(sent[asked.Value], again);
        }
    }

    [Fact]
    public void Numbers_run_on_whatever_stream_is_followed()
    {
        var sender = new RtpSender(Source);
        var buffer = new byte[64];
        int expected = 32_767;
        for (int run = 0; run < 200; run++)
        {
            var stream = new PacketHistory(16, 8, new SequenceNumber((ushort)(run * 331)));
            sender.Start(stream, stream.Next);
            for (int i = 0; i < run * 7; i++)
            {
                SequenceNumber sequence = stream.Add([1], true, 0);
                stream.TryGet(sequence, out StoredPacket packet);
                Assert.True(RtpHeader.TryParse(buffer.AsSpan(0, sender.WriteHeader(buffer, sequence, packet, [])), out RtpHeader header));
                Assert.Equal((ushort)expected++, header.SequenceNumber.Value);
            }
        }
    }

    [Fact]
    public void Start_of_which_nothing_was_sent_does_not_cost_the_run_before_it()
    {
        var one = new PacketHistory(16, 8);
        var sender = new RtpSender(Source);
        var buffer = new byte[64];
        sender.Start(one, one.Next);
        SequenceNumber sequence = one.Add([1, 2, 3], true, 5);
        one.TryGet(sequence, out StoredPacket packet);
        sender.WriteHeader(buffer, sequence, packet, []);
        for (int i = 0; i < 5; i++) sender.Start(new PacketHistory(16, 8), default);

        Assert.True(sender.TryFind(Source.First, out RtpHeader header, out packet));
        Assert.Equal((5u, true, 3), (header.Timestamp, header.Marker, packet.Payload.Length));
    }

    [Fact]
    public void Start_that_forgets_leaves_nothing_to_be_asked_for_of_what_was_sent_before()
    {
        var sender = new RtpSender(Source);
        var streams = new PacketHistory[] { new(16, 8), new(16, 8) };
        foreach (PacketHistory stream in streams)
        {
            sender.Start(stream, stream.Next, forgets: stream == streams[1]);
            SequenceNumber sequence = stream.Add([1], true, 0);
            Assert.True(stream.TryGet(sequence, out StoredPacket packet));
            sender.WriteHeader(new byte[64], sequence, packet, []);
        }

        Assert.True(sender.TryFind(sender.Next.Plus(-1), out _, out _));
        Assert.False(sender.TryFind(sender.Next.Plus(-2), out _, out _));
    }

    [Fact]
    public void Packet_out_of_order_is_our_own_mistake_and_never_sent()
    {
        var stream = new PacketHistory(16, 8);
        var sender = new RtpSender(Source);
        sender.Start(stream, stream.Next);
        SequenceNumber sequence = stream.Add([1], true, 0);
        stream.Add([2], true, 0);

        Write(sequence);
        Assert.Throws<InvalidOperationException>(() => Write(sequence));
        Assert.Throws<InvalidOperationException>(() => Write(sequence.Plus(2)));

        void Write(SequenceNumber number)
        {
            stream.TryGet(number, out StoredPacket packet);
            sender.WriteHeader(new byte[64], number, packet, []);
        }
    }
}
