using System.Text;
using Lookout.Rtc.Stun;
using Lookout.Rtc.Turn;

namespace Lookout.Rtc.Tests.Turn;

/// <summary>
/// A TURN server as RFC 8656 has it, for one client in virtual time: challenges, allocation, permissions, channels. What it
/// is told to do otherwise it does, once or always.
/// </summary>
internal sealed class FakeTurnServer(TurnCredentials credentials)
{
    public const string Realm = "example.org";
    public static readonly TransportAddress Relayed = TransportAddress.FromIPv4(0xC6336401, 50000);
    public static readonly TransportAddress Mapped = TransportAddress.FromIPv4(0xCB007105, 8555);

    private readonly byte[] _key = credentials.Key(Encoding.ASCII.GetBytes(Realm));
    private readonly Dictionary<ushort, TransportAddress> _channels = [];
    private readonly HashSet<TransportAddress> _permissions = [];
    private int _nonces = 1;
    private StunTransactionId _allocatedBy;

    /// <summary>Method of each request, in order, those repeated too.</summary>
    public List<int> Requests { get; } = [];

    public Queue<byte[]> Outgoing { get; } = new();

    /// <summary>What came through for peers.</summary>
    public List<(TransportAddress Peer, byte[] Data)> Relay { get; } = [];

    public bool IsAllocated { get; set; }

    public bool IsSilent { get; set; }

    /// <summary>Error code for the next request of a method, once.</summary>
    public Dictionary<int, int> Refuse { get; } = [];

    public uint Lifetime { get; set; } = 600;

    public int Permissions => _permissions.Count;

    public int Channels => _channels.Count;

    public int SendIndications { get; private set; }

    public void ExpireNonce() => _nonces++;

    public void Receive(byte[] datagram)
    {
        if (IsSilent) return;
        if (ChannelData.TryParse(datagram, out ushort number, out Range data))
        {
            if (_channels.TryGetValue(number, out TransportAddress peer)) Relay.Add((peer, datagram[data]));
            return;
        }

        Assert.True(StunMessage.TryParse(datagram, out StunMessage message));
        if (message.Class == StunClass.Indication) ReceiveSend(message);
        else ReceiveRequest(message);
    }

    public static byte[] Data(TransportAddress peer, byte[] payload)
    {
        var buffer = new byte[2000];
        var writer = new StunWriter(buffer, StunClass.Indication, new StunTransactionId(9, 9), TurnMethod.Data);
        writer.AddXorAddress(StunAttributeType.XorPeerAddress, peer);
        writer.Add(StunAttributeType.Data, payload);
        return buffer[..writer.Length];
    }

    public byte[] OnChannel(TransportAddress peer, byte[] payload)
    {
        var buffer = new byte[2000];
        ushort number = _channels.First(pair => pair.Value == peer).Key;
        return buffer[..ChannelData.Write(buffer, number, payload, padded: false)];
    }

    private void ReceiveSend(in StunMessage message)
    {
        Assert.Equal(TurnMethod.Send, message.Method);
        Assert.True(message.TryGetXorAddress(StunAttributeType.XorPeerAddress, out TransportAddress peer));
        Assert.True(message.TryGet(StunAttributeType.Data, out ReadOnlySpan<byte> data));
        SendIndications++;
        if (_permissions.Contains(peer with { Port = 0 })) Relay.Add((peer, data.ToArray()));
    }

    private void ReceiveRequest(in StunMessage request)
    {
        Requests.Add(request.Method);
        int refusal = Refuse.GetValueOrDefault(request.Method);
        Refuse.Remove(request.Method);
        if (!request.HasIntegrity) Answer(request, 401);
        else if (!request.IsAuthentic(_key)) Answer(request, 401);
        else if (!request.TryGet(StunAttributeType.Nonce, out ReadOnlySpan<byte> nonce) || !nonce.SequenceEqual(Nonce())) Answer(request, 438);
        else if (refusal != 0) Answer(request, refusal);
        else if (request.Method == TurnMethod.Allocate) Allocate(request);
        else if (!IsAllocated) Answer(request, 437);
        else Change(request);
    }

    private void Allocate(in StunMessage request)
    {
        Assert.True(request.TryGetUInt32(StunAttributeType.RequestedTransport, out uint transport));
        Assert.Equal(17u << 24, transport);
        // RFC 8656 §7.2: the same transaction again is a repetition, whose answer was lost.
        if (IsAllocated && request.TransactionId != _allocatedBy)
        {
            Answer(request, 437);
            return;
        }

        IsAllocated = true;
        _allocatedBy = request.TransactionId;
        Answer(request, 0);
    }

    private void Change(in StunMessage request)
    {
        request.TryGetXorAddress(StunAttributeType.XorPeerAddress, out TransportAddress peer);
        switch (request.Method)
        {
            case TurnMethod.Refresh:
                if (request.TryGetUInt32(StunAttributeType.Lifetime, out uint lifetime) && lifetime == 0) IsAllocated = false;
                break;
            case TurnMethod.CreatePermission:
                _permissions.Add(peer with { Port = 0 });
                break;
            case TurnMethod.ChannelBind:
                Assert.True(request.TryGetUInt32(StunAttributeType.ChannelNumber, out uint number));
                _channels[(ushort)(number >> 16)] = peer;
                break;
            default:
                Assert.Fail($"method {request.Method}");
                break;
        }

        Answer(request, 0);
    }

    private void Answer(in StunMessage request, int error)
    {
        var buffer = new byte[600];
        var writer = new StunWriter(buffer, error == 0 ? StunClass.SuccessResponse : StunClass.ErrorResponse, request.TransactionId, request.Method);
        if (error != 0) writer.AddErrorCode(error);
        if (error is 401 or 438)
        {
            writer.Add(StunAttributeType.Realm, Encoding.ASCII.GetBytes(Realm));
            writer.Add(StunAttributeType.Nonce, Nonce());
        }
        else
        {
            if (error == 0 && request.Method == TurnMethod.Allocate)
            {
                writer.AddXorAddress(StunAttributeType.XorRelayedAddress, Relayed);
                writer.AddXorMappedAddress(Mapped);
            }

            if (error == 0 && request.Method is TurnMethod.Allocate or TurnMethod.Refresh)
                writer.Add(StunAttributeType.Lifetime, [(byte)(Lifetime >> 24), (byte)(Lifetime >> 16), (byte)(Lifetime >> 8), (byte)Lifetime]);
            writer.AddIntegrity(_key);
        }

        Outgoing.Enqueue(buffer[..writer.Length]);
    }

    private byte[] Nonce() => Encoding.ASCII.GetBytes($"nonce-{_nonces}");
}
