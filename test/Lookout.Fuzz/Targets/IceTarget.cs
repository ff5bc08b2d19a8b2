using System.Text;
using Lookout.Fuzz.Corpus;
using Lookout.Fuzz.Peers;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Fuzz.Targets;

/// <summary>
/// An agent and a peer who knows the password and says what he likes, from any address, in virtual time: with right
/// signatures over malformed messages, as answers to checks that are under way, and as a stranger.
/// </summary>
internal sealed class IceTarget : FuzzTarget
{
    private const int MaxOutbox = 16;
    private const int MaxPairs = 2 * IceAgent.MaxRemoteCandidates;
    private static readonly IceCredentials Local = IceCredentials.Create(SeededRandom.Fill(1));
    private static readonly IceCredentials Remote = IceCredentials.Create(SeededRandom.Fill(2));
    private static readonly byte[] LocalKey = Encoding.ASCII.GetBytes(Local.Password);
    private static readonly byte[] RemoteKey = Encoding.ASCII.GetBytes(Remote.Password);

    private readonly byte[][] _corpus = StunCorpus.Unsigned($"{Local.Ufrag}:{Remote.Ufrag}");
    private readonly byte[] _buffer = new byte[640];
    private readonly Random _random;
    private readonly IceRole _role;
    private IceAgent _agent;
    private byte[] _newestCheck = [];
    private TransportAddress _checked;
    private TimeSpan _now = TimeSpan.FromHours(1);

    public IceTarget(int seed, IceRole role)
        : base($"ice {role}".ToLowerInvariant())
    {
        _random = new Random(seed);
        _role = role;
        _agent = NewAgent();
    }

    public override IReadOnlyList<byte[]> Corpus => _corpus;

    public override bool Take(byte[] input)
    {
        Move();
        bool isAnswer = _random.Next(2) == 0;
        TransportAddress from = isAnswer && _random.Next(4) > 0 ? _checked : Anywhere();
        byte[] message = [.. input];
        if (isAnswer) StunSignature.SetTransaction(message, _newestCheck);
        bool isForged = _random.Next(4) == 0;
        if (!isForged) message = StunSignature.Sign(message, isAnswer ? RemoteKey : LocalKey);

        IceDrop drop = _agent.Receive(_now, from, message);
        int answers = Drain();
        Require(!isForged || answers == 0, "a stranger was answered");
        Require(_agent.RemoteCandidateCount <= MaxPairs, "pairs without end");
        Require(_agent.LocalUfrags.Length <= 3, "generations without end");
        if (_random.Next(1000) == 0) Require(_agent.Diagnose().Pairs.Count <= 2 * MaxPairs, "a diagnosis without end");
        if (_agent.State == IceState.ConsentExpired || _random.Next(20_000) == 0) _agent = NewAgent();
        return drop == IceDrop.None;
    }

    private void Move()
    {
        _now += TimeSpan.FromMilliseconds(_random.Next(_random.Next(50) == 0 ? 3000 : 60));
        if (_agent.NextTimeout <= _now) _agent.Advance(_now);
        // The same credentials again: signatures stay right over restarts.
        if (_random.Next(500) == 0) _agent.Restart(_now, Local, Remote);
        if (_random.Next(100) == 0) _agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, Anywhere(), (uint)_random.Next()));
        if (_random.Next(100) == 0) _agent.RouteLost(_now, Anywhere());
        Drain();
    }

    private int Drain()
    {
        int count = 0;
        while (_agent.TryTakeDatagram(_buffer, out int length, out TransportAddress to))
        {
            Require(++count <= MaxOutbox, "an outbox without end");
            if (_buffer[0] != 0 || _buffer[1] != 1) continue;
            _newestCheck = _buffer[..length];
            _checked = to;
        }

        return count;
    }

    private TransportAddress Anywhere()
    {
        var port = (ushort)(1 + _random.Next(60));
        TransportAddress address = _random.Next(3) == 0 ? StunCorpus.SomeIPv6 with { Port = port } : TransportAddress.FromIPv4(0x0A000002, port);
        return address with { Via = (Route)_random.Next(3) };
    }

    private IceAgent NewAgent() => new(Local, Remote, SeededRandom.Fill(_random.Next()), _role) { RelayFamilies = IceFamilies.Both };
}
