using System.Net;
using Lookout.Native.Net;

namespace Lookout.Native.Tests.Net;

public sealed class SegmentedSendTests
{
    private const int InputOutput = 5;
    private const int WouldBlock = 11;
    private const int Invalid = 22;
    private const int MessageTooLong = 90;
    private const int NoSuchOption = 92;
    private const int NotSupported = 95;

    [Theory]
    [InlineData(1, 11, 1200, 700)]
    [InlineData(1, 64, 500, 500)]
    // At most 64 segments a message.
    [InlineData(3, 129, 500, 500)]
    [InlineData(2, 65, 500, 20)]
    // At most 65 000 bytes a message: 46 times 1400.
    [InlineData(2, 60, 1400, 1400)]
    public void Run_of_equal_datagrams_leaves_as_few_messages_and_arrives_cut(int messages, int datagrams, int length, int lastLength)
    {
        using var pair = new UdpPair();
        Assert.True(pair.Sender.IsSegmenting, "this kernel has no UDP_SEGMENT");
        for (int i = 1; i < datagrams; i++) pair.Add(length);
        pair.Add(lastLength);

        pair.SendAndReceiveAll();

        Assert.Equal(messages, pair.Sender.MessagesSent);
    }

    [Fact]
    public void Run_ends_where_length_or_destination_changes()
    {
        using var pair = new UdpPair(receivers: 2);
        // Shorter ends a run, longer begins one, so does another receiver: 3 messages, then 2, then 2.
        foreach (int length in new[] { 1000, 1000, 400, 400, 1000, 1000 }) pair.Add(length);
        pair.Add(1000, receiver: 1);
        pair.Add(1000, receiver: 1);
        pair.Add(1000);
        pair.Add(1200);

        pair.SendAndReceiveAll();

        Assert.Equal(6, pair.Sender.MessagesSent);
    }

    [Fact]
    public void Whatever_the_mixture_every_datagram_arrives_as_it_was()
    {
        using var pair = new UdpPair(receivers: 3);
        var random = new Random(8555);
        for (int round = 0; round < 100; round++)
        {
            AddMixture(pair, random);
            pair.SendAndReceiveAll();
        }

        Assert.True(pair.Sender.IsSegmenting);
    }

    [Theory]
    [InlineData(InputOutput)]
    [InlineData(Invalid)]
    [InlineData(MessageTooLong)]
    [InlineData(NoSuchOption)]
    [InlineData(NotSupported)]
    public void Failure_at_segmenting_resends_the_same_datagrams_one_by_one_and_for_good(int errno)
    {
        using var pair = new UdpPair(receivers: 3);
        var random = new Random(errno);
        // It begins late: the first three calls go well. Then a call takes two messages, and the next fails on a run.
        int call = 0;
        pair.Sender.SendFault = count => ++call switch
        {
            <= 3 => count,
            4 => 2,
            5 => -errno,
            _ => count,
        };
        for (int round = 0; round < 3; round++)
        {
            AddMixture(pair, random);
            pair.SendAndReceiveAll();
            Assert.True(pair.Sender.IsSegmenting);
        }

        for (int run = 0; run < 6; run++)
            for (int i = 0; i < 10; i++) pair.Add(1200, run % 3);
        pair.SendAndReceiveAll();
        Assert.False(pair.Sender.IsSegmenting);

        long before = pair.Sender.MessagesSent;
        for (int i = 0; i < 10; i++) pair.Add(1200);
        pair.SendAndReceiveAll();
        Assert.Equal(10, pair.Sender.MessagesSent - before);
    }

    [Theory]
    [InlineData(InputOutput)]
    [InlineData(Invalid)]
    public void Failure_at_the_first_call_loses_nothing(int errno)
    {
        using var pair = new UdpPair();
        bool failed = false;
        pair.Sender.SendFault = count =>
        {
            if (failed) return count;
            failed = true;
            return -errno;
        };
        for (int i = 0; i < 100; i++) pair.Add(1200);

        pair.SendAndReceiveAll();

        Assert.False(pair.Sender.IsSegmenting);
    }

    [Fact]
    public void Fault_of_one_datagram_does_not_end_segmenting()
    {
        using UdpSocket sender = UdpPair.Bind("127.0.0.1:0"), receiver = UdpPair.Bind("127.0.0.1:0");
        UdpAddress good = UdpAddress.From(new IPEndPoint(IPAddress.Loopback, receiver.Port));
        var batch = new SendBatch(8, 100_000);
        batch.Add(70_000, good);
        batch.Add(100, good with { Port = 0 });
        batch.Add(1000, good);
        batch.Add(1000, good);

        Assert.Equal(2, sender.Send(batch));

        Assert.True(sender.IsSegmenting);
        Assert.True(receiver.Wait(TimeSpan.FromSeconds(10)));
        Assert.Equal(2, receiver.Receive(new ReceiveBatch(4, 1500)));
    }

    [Fact]
    public void Full_kernel_buffer_is_waited_for()
    {
        using var pair = new UdpPair();
        int call = 0;
        pair.Sender.SendFault = count => ++call is 2 or 4 ? -WouldBlock : 1;
        for (int i = 0; i < 200; i++) pair.Add(1200);

        pair.SendAndReceiveAll();

        Assert.True(pair.Sender.IsSegmenting);
    }

    [Fact]
    public void Kernel_buffer_that_stays_full_costs_what_is_left_of_the_batch()
    {
        using UdpSocket sender = UdpPair.Bind("127.0.0.1:0");
        var batch = new SendBatch(100, 100_000);
        UdpAddress somewhere = UdpAddress.From(new IPEndPoint(IPAddress.Loopback, sender.Port));
        for (int i = 0; i < 90; i++) batch.Add(100 + i, somewhere);
        int call = 0;
        sender.SendFault = _ => call++ == 0 ? 40 : -WouldBlock;

        Assert.Equal(50, sender.Send(batch));
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void Sending_in_runs_allocates_nothing()
    {
        using UdpSocket sender = UdpPair.Bind("0.0.0.0:0"), receiver = UdpPair.Bind("127.0.0.1:0");
        var batch = new SendBatch(64, 64 * 1200);
        var received = new ReceiveBatch(64, 1500);
        UdpAddress destination = UdpAddress.From(new IPEndPoint(IPAddress.Loopback, receiver.Port));
        UdpAddress source = UdpAddress.From(new IPEndPoint(IPAddress.Loopback, 0));
        Exchange();

        Allocations.AssertNone(200, Exchange);

        void Exchange()
        {
            for (int i = 0; i < 64; i++) batch.Add(1200, destination, source);
            sender.Send(batch);
            for (int count = 0; count < 64; count += receiver.Receive(received)) receiver.Wait(TimeSpan.FromSeconds(10));
        }
    }

    private static void AddMixture(UdpPair pair, Random random)
    {
        int[] lengths = [1200, 1200, 1200, 700, 64, 4];
        for (int left = random.Next(1, 150); left > 0;)
        {
            int receiver = random.Next(3);
            int length = lengths[random.Next(lengths.Length)];
            for (int run = Math.Min(random.Next(1, 80), left); run > 0; run--, left--) pair.Add(length, receiver);
        }
    }
}
