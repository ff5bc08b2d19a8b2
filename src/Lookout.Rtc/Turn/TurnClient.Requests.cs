using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Turn;

/// <summary>Sending requests, again and again.</summary>
public sealed partial class TurnClient
{
    // RFC 8489 §6.2.1: 500 ms, doubled, seven times, and 16 times that for the last; over a stream once (§6.2.3). Either
    // way 39.5 s in all.
    private static readonly TimeSpan InitialRto = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan StreamTimeout = TimeSpan.FromSeconds(39.5);
    private const int MaxTransmissions = 7;

    private const byte UdpProtocol = 17;
    private static readonly TimeSpan PeerRetry = TimeSpan.FromSeconds(15);

    /// <summary>Moves the clock on: sends what is due, gives up what has waited long enough.</summary>
    public void Advance(TimeSpan now)
    {
        if (State is TurnState.Failed or TurnState.Closed || now < _nextTimeout) return;
        AdvanceOne(_allocation, now);
        if (State == TurnState.Allocated)
        {
            foreach (TurnRequest permission in _permissions) AdvanceOne(permission, now);
            ForgetChannels(now);
            foreach (TurnRequest channel in _channels) AdvanceOne(channel, now);
        }

        Reschedule();
    }

    private void AdvanceOne(TurnRequest request, TimeSpan now)
    {
        if (request.DueAt > now) return;
        if (request.IsInFlight && request.Transmissions >= (_isStream ? 1 : MaxTransmissions))
        {
            request.IsInFlight = false;
            request.DueAt = now + PeerRetry;
            if (request == _allocation) Fail(TurnFailure.Timeout, 0);
            return;
        }

        Transmit(request, now);
    }

    private void Transmit(TurnRequest request, TimeSpan now)
    {
        // What finds the outbox full comes again soon.
        if (!_outbox.TryBorrow(out Span<byte> slot))
        {
            request.DueAt = now + InitialRto;
            return;
        }

        if (!request.IsInFlight)
        {
            request.IsInFlight = true;
            request.Id = NewTransactionId();
            request.Transmissions = 0;
        }

        _outbox.Commit(_server, Write(request, slot));
        request.Transmissions++;
        TimeSpan wait = _isStream ? StreamTimeout
            : request.Transmissions == MaxTransmissions ? LastWait
            : InitialRto * (1 << (request.Transmissions - 1));
        request.DueAt = now + wait;
    }

    private int Write(TurnRequest request, Span<byte> slot)
    {
        var writer = new StunWriter(slot, StunClass.Request, request.Id, request.Method);
        switch (request.Method)
        {
            case TurnMethod.Allocate:
                writer.Add(StunAttributeType.RequestedTransport, [UdpProtocol, 0, 0, 0]);
                break;
            // A lifetime of 0 gives the allocation back; without the attribute the server takes its own.
            case TurnMethod.Refresh when _isReleasing || State == TurnState.Closed:
                writer.Add(StunAttributeType.Lifetime, [0, 0, 0, 0]);
                break;
            case TurnMethod.CreatePermission:
                writer.AddXorAddress(StunAttributeType.XorPeerAddress, request.Peer);
                break;
            case TurnMethod.ChannelBind:
                writer.Add(StunAttributeType.ChannelNumber, [(byte)(request.Channel >> 8), (byte)request.Channel, 0, 0]);
                writer.AddXorAddress(StunAttributeType.XorPeerAddress, request.Peer);
                break;
        }

        if (_key.Length == 0) return writer.Length;
        writer.Add(StunAttributeType.Username, _username);
        writer.Add(StunAttributeType.Realm, _realm);
        writer.Add(StunAttributeType.Nonce, _nonce);
        writer.AddIntegrity(_key);
        return writer.Length;
    }

    private void SendAnew(TurnRequest request, TimeSpan now)
    {
        request.IsInFlight = false;
        Transmit(request, now);
    }

    private void Reschedule()
    {
        if (State is TurnState.Failed or TurnState.Closed)
        {
            _nextTimeout = TimeSpan.MaxValue;
            return;
        }

        TimeSpan next = _allocation.DueAt;
        if (State == TurnState.Allocated)
        {
            foreach (TurnRequest permission in _permissions) next = permission.DueAt < next ? permission.DueAt : next;
            foreach (TurnRequest channel in _channels) next = channel.DueAt < next ? channel.DueAt : next;
        }

        _nextTimeout = next;
    }

    private StunTransactionId NewTransactionId()
    {
        Span<byte> bytes = stackalloc byte[StunTransactionId.Length];
        _random(bytes);
        return StunTransactionId.Read(bytes);
    }
}
