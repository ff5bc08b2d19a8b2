using Lookout.CameraService.Dtls;

namespace Lookout.CameraService.Tests.Dtls;

public sealed class DatagramQueueTests
{
    private readonly DatagramQueue _queue = new();
    private readonly byte[] _buffer = new byte[100_000];

    [Fact]
    public void Datagrams_come_out_in_order()
    {
        _queue.TryAdd([1]);
        _queue.TryAdd([2, 2]);

        Assert.True(_queue.TryTake(_buffer, out int length));
        Assert.Equal([1], _buffer[..length]);
        Assert.True(_queue.TryTake(_buffer, out length));
        Assert.Equal([2, 2], _buffer[..length]);
        Assert.False(_queue.TryTake(_buffer, out _));
    }

    [Fact]
    public void Seventeenth_datagram_is_dropped_and_counted()
    {
        for (int i = 0; i < DatagramQueue.MaxDatagrams; i++) Assert.True(_queue.TryAdd([1]));

        Assert.False(_queue.TryAdd([1]));
        Assert.Equal(1, _queue.Dropped);
        Assert.True(_queue.TryTake(_buffer, out _));
        Assert.True(_queue.TryAdd([1]));
    }

    [Fact]
    public void Datagram_beyond_64_kib_is_dropped()
    {
        Assert.True(_queue.TryAdd(new byte[DatagramQueue.MaxBytes - 1]));

        Assert.False(_queue.TryAdd([1, 2]));
        Assert.True(_queue.TryAdd([1]));
    }

    [Fact]
    public void Closed_queue_gives_what_it_has_and_takes_nothing()
    {
        _queue.TryAdd([1]);
        _queue.Close();

        Assert.False(_queue.TryAdd([2]));
        Assert.True(_queue.TryTake(_buffer, Timeout.Infinite, out _));
        Assert.False(_queue.TryTake(_buffer, Timeout.Infinite, out _));
    }

    [Fact]
    public void Closing_wakes_whoever_waits()
    {
        bool taken = true;
        var reader = new Thread(() => taken = _queue.TryTake(_buffer, Timeout.Infinite, out _));
        reader.Start();

        _queue.Close();

        Assert.True(reader.Join(TimeSpan.FromSeconds(10)));
        Assert.False(taken);
    }

    [Fact]
    public void Waiting_ends_without_a_datagram_when_time_is_up() =>
        Assert.False(_queue.TryTake(_buffer, timeoutMs: 1, out _));
}
