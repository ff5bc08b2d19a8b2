using Lookout.Fuzz.Corpus;
using Lookout.Fuzz.Peers;
using Lookout.Rtc.Stun;
using Lookout.Rtc.Turn;

namespace Lookout.Fuzz.Targets;

/// <summary>An allocation on a server that knows our password and says what it likes.</summary>
internal sealed class TurnTarget : FuzzTarget
{
    private static readonly TransportAddress Server = TransportAddress.FromIPv4(0xC0000201, 3478);
    private static readonly TurnCredentials Credentials = new("lookout", "open sesame");

    private readonly byte[][] _corpus = [.. StunCorpus.Turn(), .. StunParsers.ChannelCorpus];
    private readonly byte[] _key = Credentials.Key("example.org"u8);
    private readonly byte[] _buffer = new byte[2000];
    private readonly Random _random;
    private TurnClient _client;
    private byte[] _newestRequest = [];
    private TimeSpan _now = TimeSpan.FromHours(1);

    public TurnTarget(int seed)
        : base("turn client")
    {
        _random = new Random(seed);
        _client = NewClient();
    }

    public override IReadOnlyList<byte[]> Corpus => _corpus;

    public override bool Take(byte[] input)
    {
        _now += TimeSpan.FromMilliseconds(_random.Next(_random.Next(20) == 0 ? 120_000 : 200));
        _client.Advance(_now);
        Drain();
        TransportAddress peer = TransportAddress.FromIPv4(0xC6336401 + (uint)_random.Next(400), (ushort)(50_000 + _random.Next(3)));
        if (_random.Next(10) == 0) _client.Permit(_now, peer);
        if (_random.Next(10) == 0) _client.Bind(_now, peer);
        if (_random.Next(200) == 0) _client.Release(peer);
        if (_random.Next(10) == 0) Require(_client.Wrap(_now, peer, input.AsSpan(0, Math.Min(input.Length, 1200)), _buffer) <= 1200 + TurnClient.MaxOverhead, "too long");

        byte[] message = [.. input];
        if (_random.Next(8) > 0) StunSignature.SetTransaction(message, _newestRequest);
        if (_random.Next(4) > 0 && message.Length > 0 && message[0] < 4) message = StunSignature.Sign(message, _key);
        long dropped = _client.Dropped;
        bool isData = _client.Receive(_now, message, out _, out Range data);
        if (isData) Require(message[data].Length <= message.Length, "data past the end");
        Drain();
        Require(_client.PermissionCount <= TurnClient.MaxPermissions, "permissions without end");
        if (_client.State is TurnState.Failed or TurnState.Closed || _random.Next(5000) == 0) _client = NewClient();
        return isData || _client.Dropped == dropped;
    }

    private void Drain()
    {
        while (_client.TryTakeDatagram(_buffer, out int length, out TransportAddress to))
        {
            Require(to == Server, "a datagram to somebody else");
            _newestRequest = _buffer[..length];
        }
    }

    private TurnClient NewClient() => new(_now, Server, isStream: _random.Next(2) == 0, Credentials, SeededRandom.Fill(_random.Next()));
}
