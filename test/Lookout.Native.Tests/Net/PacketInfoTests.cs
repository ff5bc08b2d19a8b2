using System.Net;
using System.Net.Sockets;
using Lookout.Native.Net;

namespace Lookout.Native.Tests.Net;

public sealed class PacketInfoTests
{
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("0.0.0.0:0", "127.0.0.1")]
    [InlineData("0.0.0.0:0", "127.0.0.5")]
    [InlineData("[::]:0", "127.0.0.5")]
    [InlineData("[::]:0", "::1")]
    public void Answer_comes_from_the_address_that_was_asked(string listen, string asked)
    {
        IPAddress address = IPAddress.Parse(asked);
        using UdpSocket box = UdpPair.Bind(listen), peer = UdpPair.Bind(address.AddressFamily == AddressFamily.InterNetwork ? "127.0.0.1:0" : "[::1]:0");
        var batch = new SendBatch(4, 4000);
        var received = new ReceiveBatch(4, 1500);
        var question = UdpAddress.From(new IPEndPoint(address, box.Port));
        batch.Add(10, question);
        peer.Send(batch);
        Assert.True(box.Wait(Forever));
        Assert.Equal(1, box.Receive(received));
        UdpAddress local = received.Local(0);
        Assert.Equal(question with { Port = 0 }, local);

        // One alone, and a run.
        batch.Add(500, received.Source(0), local);
        batch.Add(1000, received.Source(0), local);
        batch.Add(1000, received.Source(0), local);
        Assert.Equal(0, box.Send(batch));
        for (int count = 0; count < 3;)
        {
            Assert.True(peer.Wait(Forever));
            int taken = peer.Receive(received);
            for (int i = 0; i < taken; i++) Assert.Equal(question, received.Source(i));
            count += taken;
        }
    }

    [Fact]
    public void Socket_of_one_address_does_not_say_where_datagrams_came_to()
    {
        using UdpSocket box = UdpPair.Bind("127.0.0.1:0"), peer = UdpPair.Bind("127.0.0.1:0");
        var batch = new SendBatch(1, 100);
        batch.Add(10, UdpAddress.From(new IPEndPoint(IPAddress.Loopback, box.Port)));
        peer.Send(batch);
        var received = new ReceiveBatch(4, 1500);
        Assert.True(box.Wait(Forever));
        box.Receive(received);

        Assert.Equal(default, received.Local(0));
    }

    [Fact]
    public void Address_we_no_longer_have_is_left_to_routing_and_loses_nothing()
    {
        using var pair = new UdpPair();
        var gone = UdpAddress.From(IPEndPoint.Parse("192.0.2.7:0"));
        for (int i = 0; i < 20; i++) pair.Add(1200, source: gone);
        for (int i = 0; i < 20; i++) pair.Add(900 - i, source: gone);

        pair.SendAndReceiveAll();

        Assert.True(pair.Sender.IsSegmenting);
    }

    [Fact]
    public void Control_messages_cut_short_or_of_other_kinds_say_nothing()
    {
        var control = new byte[ControlMessages.MaxLength];
        int segment = ControlMessages.WriteSegment(control, 1200);
        Assert.False(ControlMessages.TryReadLocal(control.AsSpan(0, segment), out _));

        var address = UdpAddress.From(IPEndPoint.Parse("[2001:db8::7]:0"));
        int length = segment + ControlMessages.WriteSource(control.AsSpan(segment), address, AddressFamily.InterNetworkV6);
        Assert.True(ControlMessages.TryReadLocal(control.AsSpan(0, length), out UdpAddress read));
        Assert.Equal(address, read);
        // The padding at the end is not needed.
        for (int end = 0; end < length - 4; end++) Assert.False(ControlMessages.TryReadLocal(control.AsSpan(0, end), out _));

        var random = new Random(50);
        for (int i = 0; i < 10_000; i++)
        {
            var mutant = control[..length];
            mutant[random.Next(length)] = (byte)random.Next(256);
            ControlMessages.TryReadLocal(mutant, out _);
        }
    }
}
