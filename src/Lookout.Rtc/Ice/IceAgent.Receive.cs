using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

public sealed partial class IceAgent
{
    private const int BadRequest = 400;
    private const int UnknownAttribute = 420;
    private const int RoleConflict = 487;
    private const int MaxUnknownAttributes = 8;

    /// <summary>
    /// Feeds one STUN datagram. Returns why it was dropped; None when it was authentic and acted upon. A drop leaves
    /// no trace but its counter.
    /// </summary>
    public IceDrop Receive(TimeSpan now, in TransportAddress from, ReadOnlySpan<byte> datagram)
    {
        if (_state == IceState.ConsentExpired) return Drop(IceDrop.Unexpected);
        if (!StunMessage.TryParse(datagram, out StunMessage message) || !message.IsBinding) return Drop(IceDrop.Malformed);
        if (!message.HasValidFingerprint()) return Drop(IceDrop.Fingerprint);
        return message.Class switch
        {
            StunClass.Request => ReceiveRequest(now, from, message),
            StunClass.SuccessResponse or StunClass.ErrorResponse => ReceiveResponse(now, from, message),
            // An indication is a keepalive (RFC 8445 §11): nothing to do, and nothing to answer.
            _ => IceDrop.None,
        };
    }

    private IceDrop Drop(IceDrop reason)
    {
        Counters.Count(reason);
        return reason;
    }

    private IceDrop ReceiveRequest(TimeSpan now, in TransportAddress from, in StunMessage request)
    {
        if (FindGeneration(request) is not { } generation) return Drop(IceDrop.Username);
        if (!request.IsAuthentic(generation.LocalKey)) return Drop(IceDrop.Integrity);

        Span<ushort> unknown = stackalloc ushort[MaxUnknownAttributes];
        int unknownCount = request.CollectUnknown(unknown);
        if (unknownCount > 0)
        {
            AnswerError(generation, from, request.TransactionId, UnknownAttribute, unknown[..unknownCount]);
            return IceDrop.None;
        }

        if (!SettleRole(request))
        {
            AnswerError(generation, from, request.TransactionId, RoleConflict, []);
            return IceDrop.None;
        }

        if (!request.TryGetPriority(out uint priority))
        {
            AnswerError(generation, from, request.TransactionId, BadRequest, []);
            return IceDrop.None;
        }

        if (FindOrLearn(generation, from, priority, now) is not { } pair) return Drop(IceDrop.TooManyCandidates);
        Counters.RequestsReceived++;
        pair.RequestsReceived++;
        pair.IsAuthenticated = true;
        if (request.TryGet(StunAttributeType.UseCandidate, out _)) ReceiveNomination(pair, request.TransactionId, now);
        // Before the answer: then the peer answers our check before it takes the pair for writable, and its first DTLS
        // flight finds the pair valid here too.
        if (!HasConsent(pair, now)) TriggerCheck(pair, now);
        Answer(generation, from, request.TransactionId);
        CheckBehindAnswer(pair, now);
        return IceDrop.None;
    }

    private IceGeneration? FindGeneration(in StunMessage request)
    {
        if (!request.TryGet(StunAttributeType.Username, out ReadOnlySpan<byte> username)) return null;
        if (username.SequenceEqual(_current.ExpectedUsername)) return _current;
        return _previous is { } old && username.SequenceEqual(old.ExpectedUsername) ? old : null;
    }

    private IceDrop ReceiveResponse(TimeSpan now, in TransportAddress from, in StunMessage response)
    {
        StunTransactionId id = response.TransactionId;
        // RFC 8445 §7.2.5.2.1: a response from elsewhere than asked is none.
        if (FindAsked(_current, id, from) is not { } pair)
        {
            if (_previous is not { } old || FindAsked(old, id, from) is not { } other) return Drop(IceDrop.Unexpected);
            pair = other;
        }

        if (!response.IsAuthentic(pair.Generation.RemoteKey)) return Drop(IceDrop.Integrity);
        Counters.ResponsesReceived++;
        pair.ResponsesReceived++;
        bool isCheck = pair.State == IceCheckState.InProgress && pair.TransactionId == id;
        if (response.Class == StunClass.ErrorResponse)
        {
            pair.LastError = response.TryGetErrorCode(out int code) ? code : BadRequest;
            // RFC 7675 §5.1: an error does not revoke consent, it only fails to renew it.
            if (isCheck) ReceiveError(pair);
            return IceDrop.None;
        }

        pair.RespondedAt = now;
        pair.IsValid = true;
        if (pair == _selected) _allAsked = false;
        if (isCheck) Succeed(pair, now);
        else ConsentAnswered(pair, id, now);
        if (_role == IceRole.Controlled && pair.NominateOnSuccess) Nominate(pair, now);
        return IceDrop.None;
    }

    private CandidatePair? FindAsked(IceGeneration generation, StunTransactionId id, in TransportAddress from)
    {
        if (generation.Find(from) is not { } pair) return null;
        bool isCheck = pair.State == IceCheckState.InProgress && pair.TransactionId == id;
        return isCheck || (pair == _selected && IsConsentTransaction(id)) ? pair : null;
    }

    private void Succeed(CandidatePair pair, TimeSpan now)
    {
        pair.State = IceCheckState.Succeeded;
        pair.Conflicts = 0;
        // Karn: of a check that was repeated later nobody knows which one was answered.
        if (pair.Transmissions == 1 && pair.RepeatedAt <= pair.SentAt) pair.RoundTrip = now - pair.SentAt;
        pair.Generation.FirstValidAt ??= now;
        if (_selected is null)
        {
            Select(pair, now);
            Become(IceState.Connected);
        }

        if (_role == IceRole.Controlling && pair.SentNomination) Nominate(pair, now);
    }

    private void Answer(IceGeneration generation, in TransportAddress to, StunTransactionId id)
    {
        if (!TryBorrowSlot(out Span<byte> slot)) return;
        var writer = new StunWriter(slot, StunClass.SuccessResponse, id);
        writer.AddXorMappedAddress(to);
        writer.AddIntegrity(generation.LocalKey);
        writer.AddFingerprint();
        _outbox.Commit(to, writer.Length);
    }

    private void AnswerError(IceGeneration generation, in TransportAddress to, StunTransactionId id, int code, ReadOnlySpan<ushort> unknown)
    {
        if (!TryBorrowSlot(out Span<byte> slot)) return;
        var writer = new StunWriter(slot, StunClass.ErrorResponse, id);
        writer.AddErrorCode(code);
        if (!unknown.IsEmpty) writer.AddUnknownAttributes(unknown);
        writer.AddIntegrity(generation.LocalKey);
        writer.AddFingerprint();
        _outbox.Commit(to, writer.Length);
    }

    private bool TryBorrowSlot(out Span<byte> slot)
    {
        if (_outbox.TryBorrow(out slot)) return true;
        Counters.OutboxOverflows++;
        return false;
    }
}
