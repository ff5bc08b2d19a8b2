using Lookout.Rtc.Stun;
using Lookout.Rtc.Tests.Ice;
using Lookout.Rtc.Turn;

namespace Lookout.Rtc.Tests.Turn;

/// <summary>Client and server in virtual time, with a network between them that loses what it is told to.</summary>
internal sealed class TurnLink
{
    public static readonly TransportAddress Server = TransportAddress.FromIPv4(0xC0000201, 3478);
    public static readonly TransportAddress Peer = TransportAddress.FromIPv4(0xC6336407, 6000);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private readonly Random _random = new(3);

    public TurnLink(bool isStream = false, string password = "open sesame")
    {
        FakeServer = new FakeTurnServer(new TurnCredentials("lookout", "open sesame"));
        Client = new TurnClient(Now, Server, isStream, new TurnCredentials("lookout", password), SeededRandom.Create(1));
    }

    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(5);

    public FakeTurnServer FakeServer { get; }

    public TurnClient Client { get; }

    /// <summary>Part of the datagrams that are lost either way.</summary>
    public double Loss { get; set; }

    /// <summary>Moments at which the client has sent something.</summary>
    public List<TimeSpan> SentAt { get; } = [];

    public List<(TransportAddress Peer, byte[] Data)> Received { get; } = [];

    public static TurnLink Allocated(bool isStream = false)
    {
        var link = new TurnLink(isStream);
        link.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(TurnState.Allocated, link.Client.State);
        return link;
    }

    public void Run(TimeSpan time)
    {
        for (TimeSpan end = Now + time; Now < end; Now += Step) Exchange();
    }

    public void Exchange()
    {
        Client.Advance(Now);
        var buffer = new byte[640];
        while (Client.TryTakeDatagram(buffer, out int length, out TransportAddress to))
        {
            Assert.Equal(Server, to);
            SentAt.Add(Now);
            if (_random.NextDouble() >= Loss) FakeServer.Receive(buffer[..length]);
        }

        while (FakeServer.Outgoing.TryDequeue(out byte[]? datagram))
            if (_random.NextDouble() >= Loss) Receive(datagram);
    }

    public void Receive(byte[] datagram)
    {
        if (Client.Receive(Now, datagram, out TransportAddress peer, out Range data)) Received.Add((peer, datagram[data]));
    }

    public int Send(TransportAddress peer, byte[] payload)
    {
        var buffer = new byte[payload.Length + TurnClient.MaxOverhead];
        int length = Client.Wrap(Now, peer, payload, buffer);
        if (length > 0) FakeServer.Receive(buffer[..length]);
        return length;
    }
}
