using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

/// <summary>
/// Two of our agents and the paths between their addresses. A path holds a datagram for 10 ms; it may be cut, lose,
/// repeat and reorder, all by a seed. Time moves only when told.
/// </summary>
internal sealed class AgentPair
{
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private readonly Random _random;
    private readonly List<(TimeSpan At, TransportAddress From, TransportAddress To, byte[] Bytes)> _inFlight = [];
    private readonly HashSet<(TransportAddress, TransportAddress)> _cut = [];
    private readonly byte[] _buffer = new byte[640];
    private int _credentials;

    public AgentPair(int seed, IceRole left = IceRole.Controlled, IceRole right = IceRole.Controlling)
    {
        _random = new Random(seed);
        Seed = seed;
        Left = new Side(left, 0x0A000001);
        Right = new Side(right, 0x0A000002);
        (IceCredentials forLeft, IceCredentials forRight) = NewCredentials();
        Left.Agent = new IceAgent(forLeft, forRight, SeededRandom.Create(seed + 1), left);
        Right.Agent = new IceAgent(forRight, forLeft, SeededRandom.Create(seed + 2), right);
    }

    public int Seed { get; }

    public Side Left { get; }

    public Side Right { get; }

    public double Loss { get; set; }

    public double Duplication { get; set; }

    /// <summary>A datagram may take as much longer, and so overtake nobody or be overtaken.</summary>
    public TimeSpan Jitter { get; set; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1000);

    /// <summary>Sees each datagram as it is sent.</summary>
    public Action<Side, TransportAddress, byte[]>? Sent { get; set; }

    public Side Other(Side side) => side == Left ? Right : Left;

    /// <summary>Tells the other side of all addresses of this one.</summary>
    public void Offer(Side side)
    {
        for (int i = 0; i < side.Addresses.Count; i++)
        {
            var candidate = new IceCandidate(IceCandidateType.Host, side.Addresses[i], IceCandidate.PriorityOf(IceCandidateType.Host, i));
            Other(side).Agent.AddRemoteCandidate(candidate);
        }
    }

    public void Cut(TransportAddress a, TransportAddress b, bool cut = true)
    {
        foreach ((TransportAddress, TransportAddress) path in new[] { (a, b), (b, a) })
            if (cut) _cut.Add(path);
            else _cut.Remove(path);
    }

    public bool IsCut(TransportAddress a, TransportAddress b) => _cut.Contains((a, b));

    public void Restart()
    {
        (IceCredentials left, IceCredentials right) = NewCredentials();
        Left.Agent.Restart(Now, left, right);
        Right.Agent.Restart(Now, right, left);
    }

    /// <summary>Puts a datagram on the wire as if it came from there.</summary>
    public void Inject(TransportAddress from, TransportAddress to, byte[] bytes) => _inFlight.Add((Now + Step, from, to, bytes));

    public void Run(TimeSpan duration)
    {
        for (TimeSpan end = Now + duration; Now < end; Now += Step) Tick();
    }

    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        for (TimeSpan end = Now + limit; Now < end && !condition(); Now += Step) Tick();
        return condition();
    }

    private void Tick()
    {
        for (int i = 0; i < _inFlight.Count; i++)
        {
            (TimeSpan at, TransportAddress from, TransportAddress to, byte[] bytes) = _inFlight[i];
            if (at > Now) continue;
            _inFlight.RemoveAt(i--);
            Side? side = Left.Addresses.Contains(to) ? Left : Right.Addresses.Contains(to) ? Right : null;
            if (side is null) continue;
            // Our agent has one socket: which of its addresses was asked answers by the path back.
            side.Local[from] = to;
            side.Agent.Receive(Now, from, bytes);
        }

        Drain(Left);
        Drain(Right);
    }

    private void Drain(Side side)
    {
        if (side.Agent.NextTimeout <= Now) side.Agent.Advance(Now);
        while (side.Agent.TryTakeDatagram(_buffer, out int length, out TransportAddress to))
        {
            byte[] bytes = _buffer[..length];
            Sent?.Invoke(side, to, bytes);
            Send(side.Local.GetValueOrDefault(to, side.Addresses[0]), to, bytes);
        }
    }

    private void Send(TransportAddress from, TransportAddress to, byte[] bytes)
    {
        if (IsCut(from, to)) return;
        int copies = _random.NextDouble() < Duplication ? 2 : 1;
        for (int i = 0; i < copies; i++)
            if (_random.NextDouble() >= Loss) _inFlight.Add((Now + Step + Jitter * _random.NextDouble(), from, to, bytes));
    }

    private (IceCredentials Left, IceCredentials Right) NewCredentials()
    {
        _credentials += 2;
        return (IceCredentials.Create(SeededRandom.Create(Seed * 100 + _credentials)), IceCredentials.Create(SeededRandom.Create(Seed * 100 + _credentials + 1)));
    }

    /// <summary>One agent and where it can be reached. Its first address is what it sends from to somebody new.</summary>
    internal sealed class Side(IceRole role, uint address)
    {
        public IceRole FirstRole { get; } = role;

        public IceAgent Agent { get; set; } = null!;

        public List<TransportAddress> Addresses { get; } = [TransportAddress.FromIPv4(address, 8555)];

        public Dictionary<TransportAddress, TransportAddress> Local { get; } = [];

        public bool SendsTo(TransportAddress to) => Agent.TryGetRemote(out TransportAddress remote) && remote == to;
    }
}
