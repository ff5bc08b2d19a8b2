using Lookout.CameraService.Dtls;
using Lookout.Fuzz.Peers;
using Lookout.Rtc.Dtls;

namespace Lookout.Fuzz.Targets;

/// <summary>
/// The library itself behind its filter, in real time since it reads the clock: mutated records between those of handshakes
/// that go on, and after them. A handshake may fail by what its path does to it; it may not end by a bug, nor keep its thread.
/// </summary>
internal sealed class DtlsTarget : FuzzTarget
{
    private const int PerConnection = 60;
    private const int MaxTurns = 200;
    private const int BugPatienceMs = 1000;

    private readonly HandshakeThreads _threads = new();
    private readonly BugListener _bugs = new();
    private readonly List<byte[]> _corpus = [];
    private readonly Random _random;
    private RecordedHandshake? _handshake;
    private int _left;
    private int _served;

    public DtlsTarget(int seed)
        : base("dtls handshake")
    {
        _random = new Random(seed);
        using var honest = new RecordedHandshake(_threads, _bugs);
        for (int turn = 0; turn < MaxTurns && !honest.IsOver; turn++) honest.Carry(_corpus.Add);
        Require(honest.Endpoint.State == DtlsState.Connected, "an honest handshake failed");
    }

    public override IReadOnlyList<byte[]> Corpus => _corpus;

    public override int Warmup => 1000;

    /// <summary>Share of the connections that came to an end with keys.</summary>
    public int Connected { get; private set; }

    public override bool Take(byte[] input)
    {
        if (_handshake is null || _left-- == 0) Renew();
        RecordedHandshake handshake = _handshake!;
        handshake.Endpoint.Receive(SessionPeer.Address, input);
        // The handshake moves one step now and then, so that inputs come in each of its states.
        if (_random.Next(4) == 0 && !handshake.IsOver) handshake.Carry(_ => { });
        else Thread.Yield();

        // The outcome is there a moment before its reason is told.
        if (handshake.Endpoint.Outcome == DtlsOutcome.InternalError) SpinWait.SpinUntil(() => _bugs.Bug is not null, BugPatienceMs);
        Require(_bugs.Bug is null && handshake.Endpoint.Outcome != DtlsOutcome.InternalError, $"a handshake ended by a bug: {_bugs.Bug}");
        Require(_threads.Taken <= HandshakeThreads.DefaultLimit, "threads without end");
        return handshake.Endpoint.State is DtlsState.Handshaking or DtlsState.Connected;
    }

    public override void Dispose()
    {
        _handshake?.Dispose();
        base.Dispose();
    }

    private void Renew()
    {
        if (_handshake is { } old)
        {
            if (old.Endpoint.State == DtlsState.Connected) Connected++;
            old.Dispose();
        }

        _handshake = new RecordedHandshake(_threads, _bugs);
        _left = PerConnection;
        // One in eight is let through, so that what comes after a handshake is met too.
        if (_served++ % 8 == 0)
            for (int turn = 0; turn < MaxTurns && !_handshake.IsOver; turn++) _handshake.Carry(_ => { });
    }
}
