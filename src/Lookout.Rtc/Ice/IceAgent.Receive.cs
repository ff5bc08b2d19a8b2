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
        if (!request.TryGet(StunAttributeType.Username, out ReadOnlySpan<byte> username) || !username.SequenceEqual(_expectedUsername))
            return Drop(IceDrop.Username);
        if (!request.IsAuthentic(_localKey)) return Drop(IceDrop.Integrity);

        Span<ushort> unknown = stackalloc ushort[MaxUnknownAttributes];
        int unknownCount = request.CollectUnknown(unknown);
        if (unknownCount > 0)
        {
            AnswerError(from, request.TransactionId, UnknownAttribute, unknown[..unknownCount]);
            return IceDrop.None;
        }

        // RFC 8445 §7.3.1.1. We never take the controlling role: our tie-breaker is 0, which by the same rules makes
        // the peer the controlling one, whichever of the two notices the conflict first.
        if (request.TryGet(StunAttributeType.IceControlled, out _))
        {
            Counters.RoleConflicts++;
            AnswerError(from, request.TransactionId, RoleConflict, []);
            return IceDrop.None;
        }

        if (!request.TryGetPriority(out uint priority))
        {
            AnswerError(from, request.TransactionId, BadRequest, []);
            return IceDrop.None;
        }

        // RFC 8445 §7.3.1.3: a source we do not know is a peer-reflexive candidate.
        CandidatePair? pair = Find(from) ?? AddPair(new IceCandidate(IceCandidateType.PeerReflexive, from, priority));
        if (pair is null) return Drop(IceDrop.TooManyCandidates);

        Counters.RequestsReceived++;
        pair.IsAuthenticated = true;
        bool nominates = request.TryGet(StunAttributeType.UseCandidate, out _);
        if (HasConsent(pair, now))
        {
            if (nominates) Nominate(pair, now);
        }
        else
        {
            pair.NominateOnSuccess |= nominates;
            // Before the answer: then the peer answers our check before it takes the pair for writable, and its first
            // DTLS flight finds the pair valid here too.
            TriggerCheck(pair, now);
        }

        Answer(from, request.TransactionId);
        return IceDrop.None;
    }

    private IceDrop ReceiveResponse(TimeSpan now, in TransportAddress from, in StunMessage response)
    {
        StunTransactionId id = response.TransactionId;
        // RFC 8445 §7.2.5.2.1: a response from elsewhere than asked is none.
        if (Find(from) is not { } pair) return Drop(IceDrop.Unexpected);
        bool isConsent = pair == _selected && IsConsentTransaction(id);
        bool isCheck = pair.State == CandidatePair.CheckState.InProgress && pair.TransactionId == id;
        if (!isConsent && !isCheck) return Drop(IceDrop.Unexpected);
        if (!response.IsAuthentic(_remoteKey)) return Drop(IceDrop.Integrity);

        Counters.ResponsesReceived++;
        if (response.Class == StunClass.ErrorResponse)
        {
            // 487 included: the peer is about to take its role back, and its next check triggers ours again.
            // RFC 7675 §5.1: an error does not revoke consent, it only fails to renew it.
            if (isCheck) pair.State = CandidatePair.CheckState.Failed;
            return IceDrop.None;
        }

        pair.RespondedAt = now;
        if (isCheck) Succeed(pair, now);
        return IceDrop.None;
    }

    private void Succeed(CandidatePair pair, TimeSpan now)
    {
        pair.State = CandidatePair.CheckState.Succeeded;
        if (_state == IceState.Checking)
        {
            Select(pair, now);
            Become(IceState.Connected);
        }

        if (pair.NominateOnSuccess) Nominate(pair, now);
    }

    private void Nominate(CandidatePair pair, TimeSpan now)
    {
        pair.NominateOnSuccess = false;
        if (_selected != pair) Select(pair, now);
        if (_state == IceState.Connected) Become(IceState.Nominated);
    }

    private void Answer(in TransportAddress to, StunTransactionId id)
    {
        if (!TryBorrowSlot(out Span<byte> slot)) return;
        var writer = new StunWriter(slot, StunClass.SuccessResponse, id);
        writer.AddXorMappedAddress(to);
        writer.AddIntegrity(_localKey);
        writer.AddFingerprint();
        _outbox.Commit(to, writer.Length);
    }

    private void AnswerError(in TransportAddress to, StunTransactionId id, int code, ReadOnlySpan<ushort> unknown)
    {
        if (!TryBorrowSlot(out Span<byte> slot)) return;
        var writer = new StunWriter(slot, StunClass.ErrorResponse, id);
        writer.AddErrorCode(code);
        if (!unknown.IsEmpty) writer.AddUnknownAttributes(unknown);
        writer.AddIntegrity(_localKey);
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
