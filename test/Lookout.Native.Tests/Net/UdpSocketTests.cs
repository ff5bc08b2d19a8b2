using System.Diagnostics;
using System.Net;
using Lookout.Native.Net;

namespace Lookout.Native.Tests.Net;

public sealed class UdpSocketTests
{
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(10);

    [Fact]
    public void Batch_arrives_whole_with_its_source()
    {
        using UdpSocket sender = Bind("127.0.0.1:0"), receiver = Bind("127.0.0.1:0");
        var batch = new SendBatch(capacity: 32, bytes: 32 * 1200);
        for (byte i = 0; i < 32; i++)
        {
            Assert.True(batch.TryReserve(1200, out Span<byte> memory));
            memory[..(100 + i)].Fill(i);
            batch.Add(100 + i, Loopback(receiver));
        }

        Assert.Equal(0, sender.Send(batch));
        Assert.Equal(0, batch.Count);

        var received = new ReceiveBatch(capacity: 8, maxLength: 1500);
        int count = 0;
        while (count < 32)
        {
            Assert.True(receiver.Wait(Forever));
            for (int i = 0, taken = receiver.Receive(received); i < taken; i++, count++)
            {
                Assert.Equal(100 + count, received.Datagram(i).Length);
                Assert.True(received.Datagram(i).IndexOfAnyExcept((byte)count) < 0);
                Assert.Equal(Loopback(sender), received.Source(i));
            }
        }

        Assert.Equal(0, receiver.Receive(received));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Every_address_socket_talks_to_both_families(string peer)
    {
        using UdpSocket all = Bind("[::]:0"), one = Bind(peer == "::1" ? "[::1]:0" : $"{peer}:0");
        UdpAddress allAddress = UdpAddress.From(new IPEndPoint(IPAddress.Parse(peer), all.Port));
        UdpAddress oneAddress = UdpAddress.From(new IPEndPoint(IPAddress.Parse(peer), one.Port));

        Assert.Equal(oneAddress, Exchange(one, all, allAddress));
        Assert.Equal(allAddress, Exchange(all, one, oneAddress));
    }

    [Fact]
    public void Taken_port_is_told_apart_and_free_after_disposal()
    {
        IPEndPoint endPoint;
        using (UdpSocket first = Bind("127.0.0.1:0"))
        {
            endPoint = new IPEndPoint(IPAddress.Loopback, first.Port);
            Assert.Equal(UdpBindResult.AddressInUse, UdpSocket.TryBind(endPoint, out UdpSocket? second));
            Assert.Null(second);
        }

        Assert.Equal(UdpBindResult.Bound, UdpSocket.TryBind(endPoint, out UdpSocket? third));
        third!.Dispose();
    }

    [Fact]
    public void Address_of_another_machine_is_told_apart() =>
        Assert.Equal(UdpBindResult.AddressUnavailable, UdpSocket.TryBind(IPEndPoint.Parse("192.0.2.1:0"), out _));

    [Fact]
    public void Wake_from_another_thread_ends_a_wait()
    {
        using UdpSocket socket = Bind("127.0.0.1:0");
        var waker = new Thread(socket.Wake);
        waker.Start();

        Assert.False(socket.Wait(Timeout.InfiniteTimeSpan));
        waker.Join();
    }

    [Fact]
    public void Wait_shorter_than_a_millisecond_does_not_end_early()
    {
        using UdpSocket socket = Bind("127.0.0.1:0");
        long start = Stopwatch.GetTimestamp();

        Assert.False(socket.Wait(TimeSpan.FromMicroseconds(300)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMicroseconds(300));
    }

    [Fact]
    public void Wait_that_does_not_listen_leaves_datagrams_in_the_kernel()
    {
        using UdpSocket sender = Bind("127.0.0.1:0"), receiver = Bind("127.0.0.1:0");
        var batch = new SendBatch(capacity: 1, bytes: 100);
        batch.TryReserve(100, out _);
        batch.Add(100, Loopback(receiver));
        sender.Send(batch);

        Assert.False(receiver.Wait(TimeSpan.FromMilliseconds(20), listens: false));
        receiver.Wake();
        Assert.False(receiver.Wait(Timeout.InfiniteTimeSpan, listens: false));
        Assert.True(receiver.Wait(TimeSpan.Zero));
        Assert.Equal(1, receiver.Receive(new ReceiveBatch(capacity: 8, maxLength: 1500)));
    }

    [Fact]
    public void Wakes_before_a_wait_count_as_one()
    {
        using UdpSocket socket = Bind("127.0.0.1:0");
        for (int i = 0; i < 1000; i++) socket.Wake();

        Assert.False(socket.Wait(Timeout.InfiniteTimeSpan));
        Assert.False(socket.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void Wake_after_disposal_does_nothing()
    {
        UdpSocket socket = Bind("127.0.0.1:0");
        socket.Dispose();

        socket.Wake();
    }

    [Fact]
    public void Datagram_longer_than_the_batch_allows_reads_as_empty_and_is_counted()
    {
        using UdpSocket sender = Bind("127.0.0.1:0"), receiver = Bind("127.0.0.1:0");
        var batch = new SendBatch(2, 4000);
        foreach (int length in new[] { 2000, 50 })
        {
            Assert.True(batch.TryReserve(length, out _));
            batch.Add(length, Loopback(receiver));
        }

        sender.Send(batch);
        var received = new ReceiveBatch(4, 1500);
        Assert.True(receiver.Wait(Forever));

        Assert.Equal(2, receiver.Receive(received));
        Assert.True(received.Datagram(0).IsEmpty);
        Assert.Equal(50, received.Datagram(1).Length);
        Assert.Equal(1, received.Oversized);
    }

    [Fact]
    public void Unreachable_destination_drops_its_own_datagram_only()
    {
        using UdpSocket sender = Bind("127.0.0.1:0"), receiver = Bind("127.0.0.1:0");
        var batch = new SendBatch(3, 100);
        UdpAddress nowhere = UdpAddress.From(IPEndPoint.Parse("255.255.255.255:9"));
        foreach (UdpAddress destination in new[] { Loopback(receiver), nowhere, Loopback(receiver) })
        {
            Assert.True(batch.TryReserve(10, out _));
            batch.Add(10, destination);
        }

        Assert.Equal(1, sender.Send(batch));
        Assert.True(receiver.Wait(Forever));
        Assert.Equal(2, receiver.Receive(new ReceiveBatch(4, 100)));
    }

    [Fact]
    public void Datagram_to_a_closed_port_disturbs_nothing()
    {
        using UdpSocket sender = Bind("127.0.0.1:0"), receiver = Bind("127.0.0.1:0");
        UdpSocket closed = Bind("127.0.0.1:0");
        UdpAddress gone = Loopback(closed);
        closed.Dispose();
        var batch = new SendBatch(1, 100);
        for (int i = 0; i < 3; i++)
        {
            batch.Add(1, gone);
            sender.Send(batch);
        }

        Assert.Equal(0, sender.Receive(new ReceiveBatch(4, 100)));
        Assert.Equal(Loopback(sender), Exchange(sender, receiver, Loopback(receiver)));
    }

    [Fact]
    public void Full_batch_lends_nothing_more()
    {
        var byCount = new SendBatch(capacity: 1, bytes: 1000);
        byCount.Add(10, default);
        Assert.False(byCount.TryReserve(10, out _));

        var byBytes = new SendBatch(capacity: 10, bytes: 100);
        byBytes.Add(95, default);
        Assert.False(byBytes.TryReserve(10, out _));
        Assert.True(byBytes.TryReserve(5, out _));
        byBytes.Clear();
        Assert.True(byBytes.TryReserve(100, out _));
    }

    [Fact]
    public void Sending_waiting_and_receiving_allocate_nothing()
    {
        using UdpSocket sender = Bind("127.0.0.1:0"), receiver = Bind("127.0.0.1:0");
        var batch = new SendBatch(8, 8 * 1200);
        var received = new ReceiveBatch(8, 1500);
        UdpAddress destination = Loopback(receiver);
        Exchange();
        Allocations.AssertNone(200, Exchange);

        void Exchange()
        {
            for (int i = 0; i < 8; i++)
            {
                batch.TryReserve(1200, out _);
                batch.Add(1200, destination);
            }

            sender.Send(batch);
            for (int count = 0; count < 8;)
            {
                Assert.True(receiver.Wait(Forever));
                count += receiver.Receive(received);
                Assert.True(received.Source(0).Port == sender.Port);
            }
        }
    }

    private static UdpAddress Exchange(UdpSocket from, UdpSocket to, UdpAddress destination)
    {
        var batch = new SendBatch(1, 100);
        Assert.True(batch.TryReserve(3, out Span<byte> memory));
        "abc"u8.CopyTo(memory);
        batch.Add(3, destination);
        Assert.Equal(0, from.Send(batch));
        var received = new ReceiveBatch(1, 100);
        Assert.True(to.Wait(Forever));
        Assert.Equal(1, to.Receive(received));
        Assert.True(received.Datagram(0).SequenceEqual("abc"u8));
        return received.Source(0);
    }

    private static UdpAddress Loopback(UdpSocket socket) => UdpAddress.From(new IPEndPoint(IPAddress.Loopback, socket.Port));

    private static UdpSocket Bind(string local)
    {
        Assert.Equal(UdpBindResult.Bound, UdpSocket.TryBind(IPEndPoint.Parse(local), out UdpSocket? socket));
        return socket!;
    }
}
