using Lookout.Probe.Media;
using Lookout.Rtc.Rtp;

namespace Lookout.Probe.Tests;

public sealed class ReorderBufferTests
{
    private readonly ReorderBuffer _buffer = new();

    [Fact]
    public void Packets_come_out_in_order_over_a_wrap_and_once()
    {
        foreach (int number in new[] { 65534, 65535, 1, 0, 0, 1, 2, 65535 }) Add(number);
        Assert.Equal([65534, 65535, 0, 1, 2], Take());
        Assert.Equal(0, _buffer.Lost);
    }

    [Fact]
    public void Missing_packet_is_waited_for_and_then_lost()
    {
        Add(10);
        for (int number = 12; number < 12 + ReorderBuffer.Capacity; number++) Add(number);
        Assert.Equal([10], Take());
        Add(12 + ReorderBuffer.Capacity);
        Assert.True(_buffer.TryTake(out byte[] packet, out bool gap));
        Assert.True(gap);
        Assert.Equal(12, packet[0]);
        Assert.Equal(1, _buffer.Lost);
        Add(11);
        Assert.Equal(Enumerable.Range(13, ReorderBuffer.Capacity), Take());
    }

    private void Add(int number) => _buffer.Add(new SequenceNumber((ushort)number), [(byte)number, (byte)(number >> 8)]);

    private List<int> Take()
    {
        var taken = new List<int>();
        while (_buffer.TryTake(out byte[] packet, out _)) taken.Add(packet[0] | (packet[1] << 8));
        return taken;
    }
}
