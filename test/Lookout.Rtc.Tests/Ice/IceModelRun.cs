using System.Buffers.Binary;
using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

/// <summary>One random sequence of events, to the agent and to the model; both must come out alike after each.</summary>
internal sealed class IceModelRun
{
    private const int MaxGenerations = 4;
    private const ulong Middle = 1UL << 63;

    private static readonly IceCredentials[] Ours = [.. Enumerable.Range(0, MaxGenerations).Select(i => IceCredentials.Create(SeededRandom.Create(70 + i)))];
    private static readonly IceCredentials[] Theirs = [.. Enumerable.Range(0, MaxGenerations).Select(i => IceCredentials.Create(SeededRandom.Create(80 + i)))];
    private static readonly byte[][] OurKeys = [.. Ours.Select(c => Encoding.ASCII.GetBytes(c.Password))];
    private static readonly byte[][] TheirKeys = [.. Theirs.Select(c => Encoding.ASCII.GetBytes(c.Password))];
    private static readonly byte[][] ToUs = [.. Ours.Zip(Theirs, (o, t) => Encoding.ASCII.GetBytes($"{o.Ufrag}:{t.Ufrag}"))];
    private static readonly byte[][] ToThem = [.. Ours.Zip(Theirs, (o, t) => Encoding.ASCII.GetBytes($"{t.Ufrag}:{o.Ufrag}"))];
    private static readonly TransportAddress[] Universe =
    [
        TransportAddress.FromIPv4(0x0A000002, 5000),
        new TransportAddress(0x20010DB8_00000000, 7, 0, 5000),
        TransportAddress.FromIPv4(0x0A000002, 5000) with { Via = Route.Tcp },
        TransportAddress.FromIPv4(0x0A000002, 5000) with { Via = Route.Relay },
    ];

    private static readonly int[] StepsMs = [10, 10, 50, 60, 200, 1000, 5000, 7000, 14000, 31000, 33000];

    private readonly Random _random;
    private readonly IceAgent _agent;
    private readonly IceModel _model;
    private readonly List<(TransportAddress To, int Generation, StunTransactionId Id, IceRole Role, bool Nominates)> _asked = [];
    private readonly List<(TransportAddress From, byte[] Bytes, Action<TransportAddress, byte[]> Again)> _requests = [];
    private readonly byte[] _buffer = new byte[640];
    private TimeSpan _now = TimeSpan.FromSeconds(1000);

    public IceModelRun(int seed)
    {
        _random = new Random(seed);
        IceRole role = _random.Next(2) == 0 ? IceRole.Controlled : IceRole.Controlling;
        bool first = true;
        _agent = new IceAgent(
            Ours[0],
            Theirs[0],
            bytes =>
            {
                _random.NextBytes(bytes);
                if (first) BinaryPrimitives.WriteUInt64BigEndian(bytes, Middle);
                first = false;
            },
            role);
        _model = new IceModel(role, Middle);
    }

    public void Run(int events)
    {
        for (int i = 0; i < events; i++)
        {
            Step();
            Compare();
        }
    }

    private void Step()
    {
        switch (_random.Next(16))
        {
            case 0 or 1 or 2: Request(); break;
            case 3: Forge(); break;
            case 4: Replay(); break;
            case 5 or 6 or 7 or 8: Respond(); break;
            case 9: WrongResponse(); break;
            case 10: Offer(); break;
            case 11 when _random.Next(3) == 0: Restart(); break;
            case 12 when _random.Next(4) == 0: LoseRoute(); break;
            default: Advance(); break;
        }
    }

    private void Request()
    {
        int generation = _random.Next(4) == 0 ? Math.Max(0, _model.Current - _random.Next(3)) : _model.Current;
        bool nominates = _random.Next(3) == 0;
        StunAttributeType other = _model.Role == IceRole.Controlling ? StunAttributeType.IceControlled : StunAttributeType.IceControlling;
        StunAttributeType? claim = _random.Next(8) switch
        {
            0 => StunAttributeType.IceControlled,
            1 => StunAttributeType.IceControlling,
            2 => null,
            _ => other,
        };
        ulong tieBreaker = _random.Next(3) switch { 0 => Middle, 1 => Middle - 1, _ => Middle + 1 };
        uint priority = (uint)_random.Next(1, 1 << 30);
        StunTransactionId id = NewId();
        var writer = new StunWriter(_buffer, StunClass.Request, id);
        writer.Add(StunAttributeType.Username, ToUs[generation]);
        writer.AddPriority(priority);
        if (claim is { } role) writer.AddRole(role, tieBreaker);
        if (nominates) writer.AddUseCandidate();
        writer.AddIntegrity(OurKeys[generation]);
        writer.AddFingerprint();
        byte[] bytes = _buffer[..writer.Length];
        Action<TransportAddress, byte[]> again = (from, datagram) => Feed(from, datagram);
        _requests.Add((Pick(), bytes, again));
        Feed(_requests[^1].From, bytes);

        void Feed(TransportAddress from, byte[] datagram)
        {
            IceDrop drop = _agent.Receive(_now, from, datagram);
            if (_model.State == IceState.ConsentExpired) Expect(IceDrop.Unexpected, drop);
            else if (!_model.IsKnown(generation)) Expect(IceDrop.Username, drop);
            else
            {
                Expect(IceDrop.None, drop);
                int error = _model.Request(_now, generation, from, id, claim, tieBreaker, nominates, priority);
                DrainAnswer(generation, from, id, error);
                return;
            }

            DrainSilence();
        }
    }

    private void Replay()
    {
        if (_requests.Count == 0) return;
        (TransportAddress from, byte[] bytes, Action<TransportAddress, byte[]> again) = _requests[_random.Next(_requests.Count)];
        again(_random.Next(2) == 0 ? from : Pick(), bytes);
    }

    private void Forge()
    {
        var writer = new StunWriter(_buffer, StunClass.Request, NewId());
        int kind = _random.Next(5);
        writer.Add(StunAttributeType.Username, kind == 0 ? ToThem[_model.Current] : ToUs[_model.Current]);
        writer.AddPriority(1);
        writer.AddUseCandidate();
        if (kind != 1) writer.AddIntegrity(kind == 2 ? TheirKeys[_model.Current] : OurKeys[_model.Current]);
        if (kind != 3) writer.AddFingerprint();
        Span<byte> bytes = _buffer.AsSpan(0, kind == 4 ? _random.Next(writer.Length) : writer.Length);
        IceDrop expected = kind switch { 0 => IceDrop.Username, 3 => IceDrop.Fingerprint, 4 => IceDrop.Malformed, _ => IceDrop.Integrity };
        Expect(_model.State == IceState.ConsentExpired ? IceDrop.Unexpected : expected, _agent.Receive(_now, Pick(), bytes));
        DrainSilence();
    }

    private void Respond()
    {
        if (_asked.Count == 0) return;
        var asked = _random.Next(3) == 0 ? _asked[_random.Next(_asked.Count)] : _asked[^1];
        if (!_model.IsKnown(asked.Generation) || _model.State == IceState.ConsentExpired) return;
        IceModel.Path path = _model.Find(asked.Generation, asked.To)!;
        // An error on the selected path tells a check from a consent check, which only the agent can.
        int error = path == _model.Selected || _random.Next(6) > 0 ? 0 : _random.Next(2) == 0 ? 487 : 400;
        bool must = IceModel.MustAccept(path, asked.Id);
        var writer = new StunWriter(_buffer, error == 0 ? StunClass.SuccessResponse : StunClass.ErrorResponse, asked.Id);
        if (error == 0) writer.AddXorMappedAddress(Universe[0]);
        else writer.AddErrorCode(error);
        writer.AddIntegrity(TheirKeys[asked.Generation]);
        writer.AddFingerprint();
        IceDrop drop = _agent.Receive(_now, asked.To, _buffer.AsSpan(0, writer.Length));
        if (must) Expect(IceDrop.None, drop);
        if (drop == IceDrop.None)
        {
            Assert.True(path.Answered.Add(asked.Id), "a response was taken twice");
            if (error == 0) _model.Success(_now, path, asked.Id, asked.Nominates && path.Check == asked.Id);
            else _model.Error(path, error, asked.Role);
        }

        DrainSilence();
    }

    // From elsewhere, by another key, or to what was never asked.
    private void WrongResponse()
    {
        if (_asked.Count == 0) return;
        var asked = _asked[^1];
        int kind = _random.Next(3);
        TransportAddress from = kind == 0 ? asked.To with { Port = 5001 } : asked.To;
        var writer = new StunWriter(_buffer, StunClass.SuccessResponse, kind == 1 ? NewId() : asked.Id);
        writer.AddXorMappedAddress(Universe[0]);
        writer.AddIntegrity(kind == 2 ? OurKeys[asked.Generation] : TheirKeys[asked.Generation]);
        writer.AddFingerprint();
        Assert.NotEqual(IceDrop.None, _agent.Receive(_now, from, _buffer.AsSpan(0, writer.Length)));
        DrainSilence();
    }

    private void Offer()
    {
        TransportAddress address = Pick();
        uint priority = (uint)_random.Next(1, 1 << 30);
        if (_agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, address, priority))) _model.Offer(address, priority);
        else Assert.Equal(Route.Tcp, address.Via);
    }

    private void Restart()
    {
        if (_model.Current == MaxGenerations - 1) return;
        Assert.Equal(_model.State != IceState.ConsentExpired, _agent.Restart(_now, Ours[_model.Current + 1], Theirs[_model.Current + 1]));
        if (_model.State != IceState.ConsentExpired) _model.Restart(_now);
    }

    private void LoseRoute()
    {
        if (_model.State == IceState.ConsentExpired) return;
        TransportAddress address = Pick();
        _agent.RouteLost(_now, address);
        _model.RouteLost(_now, address);
    }

    private void Advance()
    {
        _now += TimeSpan.FromMilliseconds(StepsMs[_random.Next(StepsMs.Length)]);
        _agent.Advance(_now);
        if (_model.State != IceState.ConsentExpired) _model.Advance(_now);
        Drain(null);
        // What was due is done: whoever waits for NextTimeout does not spin.
        if (_agent.NextTimeout <= _now) _agent.Advance(_now);
        if (_model.State != IceState.ConsentExpired) _model.Advance(_now);
        Drain(null);
        Assert.True(_agent.NextTimeout > _now, "NextTimeout stays in the past");
    }

    private void DrainSilence() => Assert.Equal(0, Drain(null));

    private void DrainAnswer(int generation, TransportAddress from, StunTransactionId id, int error)
    {
        IceModel.Path? mustCheck = error == 0 ? _model.MustCheck : null;
        int before = _asked.Count;
        Assert.Equal(1, Drain((generation, from, id, error)));
        Assert.True(mustCheck is null || (_asked.Count > before && _asked[before].To == from && _asked[before].Generation == generation), "no check was triggered");
    }

    // Takes what the agent sends, holds it against what it may send, and counts the answers.
    private int Drain((int Generation, TransportAddress From, StunTransactionId Id, int Error)? request)
    {
        int answers = 0;
        while (_agent.TryTakeDatagram(_buffer, out int length, out TransportAddress to))
        {
            Assert.True(StunMessage.TryParse(_buffer.AsSpan(0, length), out StunMessage message) && message.HasValidFingerprint());
            if (message.Class == StunClass.Request)
            {
                if (answers == 0) TakeCheck(message, to);
                else TakeCheckBehindAnswer(message, to, request!.Value.Generation, request.Value.From);
                continue;
            }

            answers++;
            Assert.True(request is { } asked && to == asked.From && message.TransactionId == asked.Id && message.IsAuthentic(OurKeys[asked.Generation]));
            Assert.Equal(request.Value.Error, message.TryGetErrorCode(out int code) ? code : 0);
            Assert.Equal(request.Value.Error == 0, message.TryGetXorMappedAddress(out TransportAddress mapped));
            if (request.Value.Error == 0) Assert.Equal(to with { Via = Route.Udp }, mapped);
        }

        return answers;
    }

    private void TakeCheck(in StunMessage check, TransportAddress to)
    {
        Assert.True(check.TryGet(StunAttributeType.Username, out ReadOnlySpan<byte> username));
        int generation = username.SequenceEqual(ToThem[_model.Current]) ? _model.Current : _model.Previous;
        Assert.True(generation >= 0 && username.SequenceEqual(ToThem[generation]) && check.IsAuthentic(TheirKeys[generation]));
        IceModel.Path? path = _model.Find(generation, to);
        Assert.NotNull(path);
        bool controlling = check.TryGetTieBreaker(StunAttributeType.IceControlling, out ulong tieBreaker);
        bool controlled = check.TryGetTieBreaker(StunAttributeType.IceControlled, out ulong other);
        Assert.True(controlling != controlled && (tieBreaker | other) == Middle && check.TryGetPriority(out _));
        IceRole role = controlling ? IceRole.Controlling : IceRole.Controlled;
        bool nominates = check.TryGet(StunAttributeType.UseCandidate, out _);
        bool isNew = !path.Ids.Contains(check.TransactionId);
        // A repeated check claims the role it claimed first.
        if (isNew) Assert.Equal(_model.Role, role);
        if (isNew && nominates) Assert.True(role == IceRole.Controlling && path.IsValid);
        _model.Sent(_now, path, check.TransactionId, nominates);
        _asked.Add((to, generation, check.TransactionId, role, nominates));
    }

    // Behind the answer to a check only one on the same path goes: the one under way as it was, or a new one.
    private void TakeCheckBehindAnswer(in StunMessage check, TransportAddress to, int generation, TransportAddress from)
    {
        Assert.Equal(from, to);
        Assert.True(check.TryGet(StunAttributeType.Username, out ReadOnlySpan<byte> username) && username.SequenceEqual(ToThem[generation]));
        Assert.True(check.IsAuthentic(TheirKeys[generation]));
        StunTransactionId id = check.TransactionId;
        int before = _asked.FindIndex(asked => asked.Id == id);
        if (before < 0) _asked.Add((to, generation, id, _model.Role, false));
        var first = before < 0 ? _asked[^1] : _asked[before];
        Assert.True(first.To == to && first.Generation == generation);
        Assert.Equal(first.Nominates, check.TryGet(StunAttributeType.UseCandidate, out _));
        Assert.True(check.TryGetTieBreaker(first.Role == IceRole.Controlling ? StunAttributeType.IceControlling : StunAttributeType.IceControlled, out _));
        _model.SentBehindAnswer(_now, _model.Find(generation, to)!, id);
    }

    private void Compare()
    {
        Assert.Equal(_model.State, _agent.State);
        Assert.Equal(_model.Role, _agent.Role);
        bool sends = _agent.TryGetRemote(out TransportAddress remote);
        Assert.Equal(_model.State is IceState.Connected or IceState.Nominated, sends);
        if (sends) Assert.Equal(_model.Selected!.Address, remote);
        if (_model.State == IceState.ConsentExpired) return;
        foreach (TransportAddress address in Universe) Assert.Equal(_model.IsValidated(address), _agent.IsValidated(address));
    }

    private static void Expect(IceDrop expected, IceDrop actual) => Assert.Equal(expected, actual);

    private TransportAddress Pick() => Universe[_random.Next(Universe.Length)];

    private StunTransactionId NewId() => new((ulong)_random.NextInt64(), (uint)_random.Next());
}
