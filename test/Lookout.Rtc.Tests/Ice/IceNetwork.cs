using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

/// <summary>
/// One agent, any number of peers, and a network between them that holds each datagram for 10 ms and loses some by a
/// seed. Time moves only when told.
/// </summary>
internal sealed class IceNetwork
{
    public static readonly TransportAddress AgentAddress = TransportAddress.FromIPv4(0x0A000001, 8555);
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly Random _random;
    private readonly double _loss;
    private readonly List<(TimeSpan At, TransportAddress From, TransportAddress To, byte[] Bytes)> _inFlight = [];

    public IceNetwork(double loss = 0, int seed = 1, IceRole role = IceRole.Controlled)
    {
        _loss = loss;
        _random = new Random(seed);
        Local = IceCredentials.Create(SeededRandom.Create(seed + 100));
        Remote = IceCredentials.Create(SeededRandom.Create(seed + 200));
        Agent = new IceAgent(Local, Remote, SeededRandom.Create(seed + 300), role);
    }

    public IceCredentials Local { get; }

    public IceCredentials Remote { get; }

    public IceAgent Agent { get; }

    public List<ControllingPeer> Peers { get; } = [];

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1000);

    public ControllingPeer AddPeer(ushort port = 5000)
    {
        var peer = new ControllingPeer(Remote, Local, TransportAddress.FromIPv4(0x0A000002, port), AgentAddress, port);
        Peers.Add(peer);
        return peer;
    }

    public void AddCandidate(ControllingPeer peer) =>
        Agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, peer.Address, IceCandidate.PriorityOf(IceCandidateType.Host)));

    public void Run(TimeSpan duration)
    {
        for (TimeSpan end = Now + duration; Now < end; Now += Step) Tick();
    }

    public void RunUntil(Func<bool> condition, TimeSpan limit)
    {
        for (TimeSpan end = Now + limit; Now < end && !condition(); Now += Step) Tick();
        Assert.True(condition());
    }

    private void Tick()
    {
        foreach (var datagram in _inFlight.Where(d => d.At <= Now).ToList())
        {
            _inFlight.Remove(datagram);
            if (datagram.To == AgentAddress) Agent.Receive(Now, datagram.From, datagram.Bytes);
            else Peers.Find(p => p.Address == datagram.To)?.Receive(Now, datagram.Bytes);
        }

        if (Agent.NextTimeout <= Now) Agent.Advance(Now);
        foreach (ControllingPeer peer in Peers)
        {
            peer.Advance(Now);
            while (peer.Outgoing.TryDequeue(out byte[]? bytes)) Send(peer.Address, AgentAddress, bytes);
        }

        var buffer = new byte[640];
        while (Agent.TryTakeDatagram(buffer, out int length, out TransportAddress to)) Send(AgentAddress, to, buffer[..length]);
    }

    private void Send(TransportAddress from, TransportAddress to, byte[] bytes)
    {
        if (_random.NextDouble() >= _loss) _inFlight.Add((Now + Step, from, to, bytes));
    }
}
