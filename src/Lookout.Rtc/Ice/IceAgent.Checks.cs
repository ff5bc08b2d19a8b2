using System.Buffers.Binary;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

public sealed partial class IceAgent
{
    // RFC 8445 §14.2: one new ordinary check every Ta.
    private static readonly TimeSpan Ta = TimeSpan.FromMilliseconds(50);

    // RFC 8445 §14.3 and RFC 8489 §6.2.1: 500 ms, doubled each time, seven transmissions.
    private static readonly TimeSpan InitialRto = TimeSpan.FromMilliseconds(500);
    private const int MaxTransmissions = 7;

    // RFC 8445 §7.1.1: what our own address would be to the peer if it saw it for the first time.
    private static readonly uint PeerReflexivePriority = IceCandidate.PriorityOf(IceCandidateType.PeerReflexive);

    private TimeSpan _nextOrdinaryAt = TimeSpan.MinValue;

    /// <summary>Moves the clock on: sends what is due, gives up what has waited long enough, expires consent.</summary>
    public void Advance(TimeSpan now)
    {
        if (_state == IceState.ConsentExpired) return;
        AdvanceConsent(now);
        if (_state == IceState.ConsentExpired) return;

        CandidatePair? best = null;
        foreach (CandidatePair pair in _pairs)
        {
            if (pair.State == CandidatePair.CheckState.InProgress && pair.RetryAt <= now) Retry(pair, now);
            if (pair.State == CandidatePair.CheckState.Waiting && (best is null || pair.Remote.Priority > best.Remote.Priority)) best = pair;
        }

        if (best is null || _nextOrdinaryAt > now) return;
        StartCheck(best, now);
        _nextOrdinaryAt = now + Ta;
    }

    /// <summary>When <see cref="Advance"/> has something to do next; TimeSpan.MaxValue when never.</summary>
    public TimeSpan NextTimeout
    {
        get
        {
            if (_state == IceState.ConsentExpired) return TimeSpan.MaxValue;
            TimeSpan next = NextConsentTimeout;
            foreach (CandidatePair pair in _pairs)
            {
                TimeSpan due = pair.State switch
                {
                    CandidatePair.CheckState.Waiting => _nextOrdinaryAt,
                    CandidatePair.CheckState.InProgress => pair.RetryAt,
                    _ => TimeSpan.MaxValue,
                };
                if (due < next) next = due;
            }

            return next;
        }
    }

    // RFC 8445 §7.3.1.4. A triggered check goes at once: it follows a check of the peer's, which the peer has paced.
    private void TriggerCheck(CandidatePair pair, TimeSpan now)
    {
        if (pair.State != CandidatePair.CheckState.InProgress) StartCheck(pair, now);
        // The first one may have died at a NAT that the peer's request has now opened.
        else if (now - pair.SentAt >= Ta) Transmit(pair, now);
    }

    private void StartCheck(CandidatePair pair, TimeSpan now)
    {
        pair.State = CandidatePair.CheckState.InProgress;
        pair.TransactionId = NewTransactionId();
        pair.Transmissions = 0;
        Transmit(pair, now);
    }

    private void Retry(CandidatePair pair, TimeSpan now)
    {
        if (pair.Transmissions >= MaxTransmissions) pair.State = CandidatePair.CheckState.Failed;
        else Transmit(pair, now);
    }

    private void Transmit(CandidatePair pair, TimeSpan now)
    {
        pair.SentAt = now;
        pair.RetryAt = now + InitialRto * (1 << Math.Min(pair.Transmissions, MaxTransmissions - 1));
        pair.Transmissions++;
        SendCheck(pair.Address, pair.TransactionId);
    }

    private void SendCheck(in TransportAddress to, StunTransactionId id)
    {
        if (!TryBorrowSlot(out Span<byte> slot)) return;
        var writer = new StunWriter(slot, StunClass.Request, id);
        writer.Add(StunAttributeType.Username, _sentUsername);
        writer.AddPriority(PeerReflexivePriority);
        writer.AddRole(StunAttributeType.IceControlled, 0);
        writer.AddIntegrity(_remoteKey);
        writer.AddFingerprint();
        _outbox.Commit(to, writer.Length);
        Counters.ChecksSent++;
    }

    private StunTransactionId NewTransactionId()
    {
        Span<byte> bytes = stackalloc byte[StunTransactionId.Length];
        _random(bytes);
        return StunTransactionId.Read(bytes);
    }

    // A number in [0, 1), for jitter.
    private double NextUnit()
    {
        Span<byte> bytes = stackalloc byte[4];
        _random(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes) / (uint.MaxValue + 1.0);
    }
}
