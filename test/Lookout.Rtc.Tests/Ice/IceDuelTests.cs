using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

/// <summary>
/// Two agents against each other through random networks: whenever a path exists they find it, and they never send to
/// where nothing authentic has come from.
/// </summary>
public sealed class IceDuelTests
{
    private const int Sequences = 10_000;

    [Fact]
    public void Agents_connect_whenever_a_path_exists_and_send_only_where_it_is_valid()
    {
        for (int seed = 0; seed < Sequences; seed++)
        {
            try
            {
                Duel(seed);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}", exception);
            }
        }
    }

    private static void Duel(int seed)
    {
        var random = new Random(seed);
        IceRole left = (IceRole)random.Next(2);
        IceRole right = random.Next(4) == 0 ? left : 1 - left;
        var pair = new AgentPair(seed, left, right)
        {
            Loss = random.Next(3) * 0.1,
            Duplication = random.Next(2) * 0.3,
            Jitter = TimeSpan.FromMilliseconds(random.Next(3) * 20),
        };
        AddAddresses(pair.Left, random, 0x100);
        AddAddresses(pair.Right, random, 0x200);
        // One path stays open, from where the right side's unasked checks of its family leave; any other may be cut.
        TransportAddress open = pair.Left.Addresses[random.Next(pair.Left.Addresses.Count)];
        TransportAddress from = pair.Right.AddressTowards(open);
        if (from == default) open = pair.Left.AddressTowards(from = pair.Right.Addresses[0]);
        foreach (TransportAddress a in pair.Left.Addresses)
            foreach (TransportAddress b in pair.Right.Addresses)
                if ((a != open || b != from) && random.Next(2) == 0) pair.Cut(a, b);
        var watch = new Watch(pair, random);

        pair.Offer(pair.Left);
        if (random.Next(2) == 0) pair.Offer(pair.Right);
        AssertConnects(pair, "at first");
        for (int i = random.Next(3); i > 0; i--)
        {
            pair.Restart();
            AssertCarriesOn(pair);
            pair.Offer(pair.Left);
            if (random.Next(2) == 0) pair.Offer(pair.Right);
            AssertConnects(pair, "after a restart");
        }

        Assert.NotEqual(pair.Left.Agent.Role, pair.Right.Agent.Role);
        // What is still on its way arrives.
        pair.Sent = null;
        pair.Run(TimeSpan.FromMilliseconds(100));
        Assert.True(watch.Forged == 0 || watch.Dropped > 0, "forgeries were taken");
        Assert.False(pair.Left.Agent.IsValidated(Watch.Stranger) || pair.Right.Agent.IsValidated(Watch.Stranger));
    }

    private static void AddAddresses(AgentPair.Side side, Random random, uint first)
    {
        for (uint i = (uint)random.Next(3); i > 0; i--)
            side.Addresses.Add(random.Next(2) == 0 ? TransportAddress.FromIPv4(0x0A000000 + first + i, 8555) : new TransportAddress(0x20010DB8_00000000, first + i, 0, 8555));
    }

    private static void AssertConnects(AgentPair pair, string when)
    {
        bool connects = pair.RunUntil(() => IsThere(pair.Left.Agent) && IsThere(pair.Right.Agent), TimeSpan.FromSeconds(40));
        Assert.True(connects, $"{when}:\n{Describe(pair.Left)}\n{Describe(pair.Right)}");
    }

    private static string Describe(AgentPair.Side side)
    {
        IceDiagnostics diagnostics = side.Agent.Diagnose();
        return $"{diagnostics.Role} {diagnostics.State} restarting={diagnostics.IsRestarting} at {string.Join(' ', side.Addresses)}\n  {string.Join("\n  ", diagnostics.Pairs)}";
    }

    private static bool IsThere(IceAgent agent) => agent.State == IceState.Nominated && !agent.IsRestarting;

    // RFC 8445 §9: media goes on while the restart has found nothing yet.
    private static void AssertCarriesOn(AgentPair pair)
    {
        pair.Run(TimeSpan.FromMilliseconds(100));
        Assert.True(pair.Left.Agent.TryGetRemote(out _) && pair.Right.Agent.TryGetRemote(out _));
    }

    /// <summary>Sees all datagrams: throws copies and forgeries in, and knows from where an authentic answer has come.</summary>
    private sealed class Watch
    {
        public static readonly TransportAddress Stranger = TransportAddress.FromIPv4(0x0A000666, 666);
        private const int StunHeaderLength = 20;
        private readonly AgentPair _pair;
        private readonly Random _random;
        private readonly HashSet<TransportAddress> _leftAsked = [];
        private readonly HashSet<TransportAddress> _rightAsked = [];

        public Watch(AgentPair pair, Random random)
        {
            _pair = pair;
            _random = random;
            pair.Sent = See;
        }

        public int Forged { get; private set; }

        public long Dropped => Drops(_pair.Left.Agent) + Drops(_pair.Right.Agent);

        private void See(AgentPair.Side side, TransportAddress to, byte[] bytes)
        {
            Assert.True(StunMessage.TryParse(bytes, out StunMessage message));
            HashSet<TransportAddress> asked = side == _pair.Left ? _leftAsked : _rightAsked;
            if (message.Class == StunClass.Request) asked.Add(to);
            foreach (AgentPair.Side each in new[] { _pair.Left, _pair.Right })
                if (each.Agent.TryGetRemote(out TransportAddress remote))
                {
                    Assert.Contains(remote, _pair.Other(each).Addresses);
                    Assert.Contains(remote, each == _pair.Left ? _leftAsked : _rightAsked);
                }

            if (_random.Next(20) > 0) return;
            byte[] forged = [.. bytes];
            // A response that comes from a stranger, or a request with a byte of it changed: neither may do anything.
            if (message.Class == StunClass.Request) forged[_random.Next(StunHeaderLength, forged.Length)] ^= 1;
            _pair.Inject(Stranger, to, forged);
            Forged++;
        }

        private static long Drops(IceAgent agent) => Enum.GetValues<IceDrop>().Sum(agent.Counters.Dropped);
    }
}
