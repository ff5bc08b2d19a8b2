using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Turn;

/// <summary>Permissions, channels, and the datagrams of peers.</summary>
public sealed partial class TurnClient
{
    // RFC 8656 §9 and §12: a permission lives 5 minutes, a channel 10, and its number rests for 5 more.
    private static readonly TimeSpan PermissionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PermissionRefresh = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan ChannelLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ChannelRefresh = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan ChannelRest = TimeSpan.FromMinutes(5);

    private ushort _nextChannel = ChannelData.FirstNumber;

    /// <summary>
    /// Lets datagrams from an address through, whatever their port, and keeps doing so. False for an address of the other
    /// family, which the server would refuse (443), and when there are too many.
    /// </summary>
    public bool Permit(TimeSpan now, in TransportAddress peer)
    {
        TransportAddress address = WithoutPort(peer);
        TurnRequest? known = FindPermission(address);
        if (known is { IsReleased: false }) return true;
        if (State == TurnState.Allocated && address.IsIPv4 != Relayed.IsIPv4) return false;
        if (known is null)
        {
            if (_permissions.Count == MaxPermissions) return false;
            known = new TurnRequest(TurnMethod.CreatePermission, address);
            _permissions.Add(known);
        }

        known.IsReleased = false;
        known.DueAt = now;
        if (State == TurnState.Allocated && now < _nextTimeout) _nextTimeout = now;
        return true;
    }

    /// <summary>Lets the permission of an address, and the channels of its ports, lapse.</summary>
    public void Release(in TransportAddress peer)
    {
        TransportAddress address = WithoutPort(peer);
        _permissions.RemoveAll(permission => permission.Peer == address);
        foreach (TurnRequest channel in _channels)
        {
            if (WithoutPort(channel.Peer) != address) continue;
            channel.IsReleased = true;
            channel.IsInFlight = false;
            channel.DueAt = channel.GrantedUntil == TimeSpan.MinValue ? TimeSpan.MinValue : channel.GrantedUntil + ChannelRest;
            if (channel.DueAt < _nextTimeout) _nextTimeout = channel.DueAt;
        }
    }

    /// <summary>Wishes for a channel to a permitted peer: 4 bytes of header instead of 36. Asking again changes nothing.</summary>
    public void Bind(TimeSpan now, in TransportAddress peer)
    {
        TransportAddress address = peer with { Via = Route.Udp };
        if (State != TurnState.Allocated || FindPermission(WithoutPort(address)) is null) return;
        TurnRequest? channel = FindChannel(address);
        if (channel is { IsReleased: false }) return;
        if (channel is null)
        {
            if (_channels.Count == MaxChannels) return;
            channel = new TurnRequest(TurnMethod.ChannelBind, address, NextChannel());
            _channels.Add(channel);
        }

        channel.IsReleased = false;
        channel.DueAt = now;
        if (now < _nextTimeout) _nextTimeout = now;
    }

    /// <summary>
    /// Writes a datagram for a peer as the server wants it, into <see cref="MaxOverhead"/> bytes more than it has. Returns
    /// the length; 0 when the peer has no permission.
    /// </summary>
    public int Wrap(TimeSpan now, in TransportAddress peer, ReadOnlySpan<byte> datagram, Span<byte> destination)
    {
        TransportAddress address = peer with { Via = Route.Udp };
        if (State != TurnState.Allocated || FindPermission(WithoutPort(address)) is null) return 0;
        if (FindChannel(address) is { IsReleased: false } channel && now < channel.GrantedUntil)
            return ChannelData.Write(destination, channel.Channel, datagram, _isStream);
        var writer = new StunWriter(destination, StunClass.Indication, NewTransactionId(), TurnMethod.Send);
        writer.AddXorAddress(StunAttributeType.XorPeerAddress, address);
        writer.Add(StunAttributeType.Data, datagram);
        return writer.Length;
    }

    private bool ReceiveChannelData(TimeSpan now, ReadOnlySpan<byte> datagram, out TransportAddress peer, out Range data)
    {
        peer = default;
        if (!ChannelData.TryParse(datagram, out ushort number, out data)) return false;
        foreach (TurnRequest channel in _channels)
        {
            if (channel.Channel != number || channel.IsReleased) continue;
            peer = channel.Peer with { Via = Route.Relay };
            return true;
        }

        return false;
    }

    private bool ReceiveData(ReadOnlySpan<byte> datagram, in StunMessage message, out TransportAddress peer, out Range data)
    {
        data = default;
        if (message.Method != TurnMethod.Data || !message.TryGetXorAddress(StunAttributeType.XorPeerAddress, out peer)
            || !message.TryGet(StunAttributeType.Data, out ReadOnlySpan<byte> value) || FindPermission(WithoutPort(peer)) is null)
        {
            peer = default;
            return false;
        }

        peer = peer with { Via = Route.Relay };
        datagram.Overlaps(value, out int offset);
        data = offset..(offset + value.Length);
        return true;
    }

    private static void GrantPermission(TurnRequest permission, TimeSpan now)
    {
        permission.GrantedUntil = now + PermissionLifetime;
        permission.DueAt = now + PermissionRefresh;
    }

    private static void GrantChannel(TurnRequest channel, TimeSpan now)
    {
        channel.GrantedUntil = now + ChannelLifetime;
        channel.DueAt = now + ChannelRefresh;
    }

    private static void Refuse(TurnRequest request, TimeSpan now, bool forGood)
    {
        request.IsInFlight = false;
        request.DueAt = forGood ? TimeSpan.MaxValue : now + PeerRetry;
    }

    // A released channel's number may be bound to another peer only when the server has long forgotten it.
    private void ForgetChannels(TimeSpan now) =>
        _channels.RemoveAll(channel => channel.IsReleased && channel.DueAt <= now);

    private ushort NextChannel()
    {
        while (_channels.Exists(channel => channel.Channel == _nextChannel)) Step();
        ushort number = _nextChannel;
        Step();
        return number;

        void Step() => _nextChannel = _nextChannel == ChannelData.LastNumber ? ChannelData.FirstNumber : (ushort)(_nextChannel + 1);
    }

    // Loops, not Find: these are on the packet path and must not allocate.
    private TurnRequest? FindPermission(in TransportAddress address)
    {
        foreach (TurnRequest permission in _permissions)
            if (permission.Peer == address) return permission;
        return null;
    }

    private TurnRequest? FindChannel(in TransportAddress peer)
    {
        foreach (TurnRequest channel in _channels)
            if (channel.Peer == peer) return channel;
        return null;
    }

    private static TransportAddress WithoutPort(in TransportAddress address) => address with { Port = 0, Via = Route.Udp };
}
