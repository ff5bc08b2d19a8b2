using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Turn;

/// <summary>What the server says.</summary>
public sealed partial class TurnClient
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int AllocationMismatch = 437;
    private const int StaleNonce = 438;
    private const int WrongCredentials = 441;
    private const int PeerAddressFamilyMismatch = 443;
    private const int QuotaReached = 486;
    private const int InsufficientCapacity = 508;
    private const int MaxChallenges = 4;

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(10);

    // RFC 8656 §8: about a minute before the end.
    private static readonly TimeSpan RefreshBefore = TimeSpan.FromMinutes(1);

    // An earlier allocation on our 5-tuple, of a run that ended without a word, is being given back.
    private bool _isReleasing;
    private bool _hasReleased;

    /// <summary>
    /// Feeds a datagram that came from the server. True when it carries a datagram of a peer: then <paramref name="peer"/>
    /// is who sent it, with <see cref="Route.Relay"/>, and <paramref name="data"/> where in the datagram it lies.
    /// </summary>
    public bool Receive(TimeSpan now, ReadOnlySpan<byte> datagram, out TransportAddress peer, out Range data)
    {
        peer = default;
        data = default;
        if (State is TurnState.Failed or TurnState.Closed || datagram.IsEmpty) return Drop();
        if (datagram[0] >> 6 == 1) return ReceiveChannelData(now, datagram, out peer, out data) || Drop();
        if (!StunMessage.TryParse(datagram, out StunMessage message)) return Drop();
        if (message.Class == StunClass.Indication) return ReceiveData(datagram, message, out peer, out data) || Drop();
        if (message.Class == StunClass.Request || Find(message.TransactionId) is not { } request || message.Method != request.Method) return Drop();
        if (message.Class == StunClass.ErrorResponse) ReceiveError(now, request, message);
        // RFC 8489 §9.2.5: a success is believed with the right integrity only.
        else if (_key.Length == 0 || message.IsAuthentic(_key)) ReceiveSuccess(now, request, message);
        else return Drop();
        Reschedule();
        return false;
    }

    private bool Drop()
    {
        Dropped++;
        return false;
    }

    private TurnRequest? Find(StunTransactionId id)
    {
        if (_allocation.IsInFlight && _allocation.Id == id) return _allocation;
        if (State != TurnState.Allocated) return null;
        return _permissions.Find(request => request.IsInFlight && request.Id == id) ?? _channels.Find(request => request.IsInFlight && request.Id == id);
    }

    private void ReceiveSuccess(TimeSpan now, TurnRequest request, in StunMessage message)
    {
        request.IsInFlight = false;
        request.Challenges = 0;
        if (request == _allocation) ReceiveAllocation(now, message);
        else if (request.Method == TurnMethod.CreatePermission) GrantPermission(request, now);
        else GrantChannel(request, now);
    }

    private void ReceiveAllocation(TimeSpan now, in StunMessage message)
    {
        if (_isReleasing)
        {
            AskAgain(now);
            return;
        }

        if (State == TurnState.Allocating)
        {
            if (!message.TryGetXorAddress(StunAttributeType.XorRelayedAddress, out TransportAddress relayed) || relayed.Port == 0)
            {
                Fail(TurnFailure.Refused, 0);
                return;
            }

            Relayed = relayed;
            Mapped = message.TryGetXorMappedAddress(out TransportAddress mapped) ? mapped : default;
            _allocation.Method = TurnMethod.Refresh;
            Become(TurnState.Allocated);
            foreach (TurnRequest permission in _permissions) permission.DueAt = now;
        }

        TimeSpan lifetime = message.TryGetUInt32(StunAttributeType.Lifetime, out uint seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : DefaultLifetime;
        _allocation.DueAt = now + (lifetime > 2 * RefreshBefore ? lifetime - RefreshBefore : lifetime / 2);
    }

    private void ReceiveError(TimeSpan now, TurnRequest request, in StunMessage message)
    {
        message.TryGetErrorCode(out int code);
        switch (code)
        {
            case Unauthorized when _key.Length == 0:
            case StaleNonce when request.Challenges++ < MaxChallenges:
                if (!TryTakeChallenge(message)) Fail(TurnFailure.Unauthorized, code);
                else SendAnew(request, now);
                break;
            case Unauthorized or WrongCredentials or StaleNonce:
                Fail(TurnFailure.Unauthorized, code);
                break;
            case AllocationMismatch when _isReleasing:
                // It was not ours to give back, or is gone already: the second attempt tells.
                AskAgain(now);
                break;
            case AllocationMismatch when request.Method == TurnMethod.Allocate && !_hasReleased:
                _isReleasing = _hasReleased = true;
                _allocation.Method = TurnMethod.Refresh;
                SendAnew(_allocation, now);
                break;
            case AllocationMismatch:
                Fail(TurnFailure.Mismatch, code);
                break;
            default:
                if (request == _allocation) Fail(code is QuotaReached or InsufficientCapacity ? TurnFailure.Quota : TurnFailure.Refused, code);
                else Refuse(request, now, forGood: code is Forbidden or PeerAddressFamilyMismatch);
                break;
        }
    }

    private void AskAgain(TimeSpan now)
    {
        _isReleasing = false;
        _allocation.Method = TurnMethod.Allocate;
        SendAnew(_allocation, now);
    }

    private bool TryTakeChallenge(in StunMessage message)
    {
        if (!message.TryGet(StunAttributeType.Nonce, out ReadOnlySpan<byte> nonce) || nonce.Length is 0 or > MaxText) return false;
        if (message.TryGet(StunAttributeType.Realm, out ReadOnlySpan<byte> realm))
        {
            if (realm.Length > MaxText) return false;
            _realm = realm.ToArray();
            _key = _credentials.Key(realm);
        }

        _nonce = nonce.ToArray();
        return _key.Length > 0;
    }
}
