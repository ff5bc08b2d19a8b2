using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Tests.Rtp;

public sealed class PacketHistoryTests
{
    [Fact]
    public void Newest_packets_are_found_and_older_ones_are_gone()
    {
        var history = new PacketHistory(capacity: 8, maxPayload: 100, first: new SequenceNumber(65530));
        for (uint i = 0; i < 20; i++) Assert.Equal(new SequenceNumber(65530).Plus((int)i), history.Add(Payload(i), i % 3 == 0, i));

        Assert.Equal(8, history.Count);
        for (int i = 0; i < 20; i++)
        {
            bool found = history.TryGet(new SequenceNumber(65530).Plus(i), out StoredPacket packet);
            Assert.Equal(i >= 12, found);
            if (!found) continue;
            Assert.Equal(Payload((uint)i), packet.Payload.ToArray());
            Assert.Equal(i % 3 == 0, packet.Marker);
            Assert.Equal((uint)i, packet.Timestamp);
        }
    }

    [Fact]
    public void Packet_not_yet_sent_is_not_found()
    {
        var history = new PacketHistory(4, 10);
        Assert.False(history.TryGet(history.Next, out _));
        history.Add([1], true, 0);

        Assert.False(history.TryGet(history.Next, out _));
        Assert.False(history.TryGet(new SequenceNumber(2), out _));
        Assert.False(history.TryGet(new SequenceNumber(65535), out _));
    }

    [Fact]
    public void Any_16_bit_number_finds_only_what_a_dictionary_would()
    {
        var random = new Random(3);
        var history = new PacketHistory(64, 4);
        var model = new Dictionary<ushort, uint>();
        for (uint i = 0; i < 70_000; i++)
        {
            ushort sequence = history.Add(Payload(i).AsSpan(0, 4), false, i).Value;
            model[sequence] = i;
            model.Remove((ushort)(sequence - 64));
            var asked = new SequenceNumber((ushort)(sequence + random.Next(-80, 20)));
            bool found = history.TryGet(asked, out StoredPacket packet);
            Assert.Equal(model.TryGetValue(asked.Value, out uint expected), found);
            if (found) Assert.Equal(expected, packet.Timestamp);
        }
    }

    [Fact]
    public void Adding_and_finding_allocate_nothing()
    {
        var history = new PacketHistory(1024, 1200);
        var payload = new byte[1200];
        history.Add(payload, false, 0);
        history.TryGet(new SequenceNumber(0), out _);
        Allocations.AssertNone(5000, () => history.TryGet(history.Add(payload, false, 0), out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(65536)]
    public void Capacity_that_is_no_power_of_two_in_range_is_a_bug(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketHistory(capacity, 10));

    private static byte[] Payload(uint number)
    {
        var payload = new byte[4 + number % 90];
        BinaryPrimitives.WriteUInt32BigEndian(payload, number);
        return payload;
    }
}
