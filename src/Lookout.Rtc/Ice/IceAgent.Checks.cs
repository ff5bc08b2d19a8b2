using System.Buffers.Binary;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

public sealed partial class IceAgent
{
    // RFC 8445 §14.2: one new ordinary check every Ta.
    private static readonly TimeSpan Ta = TimeSpan.FromMilliseconds(50);

    // RFC 8445 §14.3 and RFC 8489 §6.2.1, but that doubling ends at 2 s: nine transmissions fill the 15 s that a session
    // has to connect, of which seven with free doubling would spend half waiting.
    private static readonly TimeSpan InitialRto = TimeSpan.FromMilliseconds(500);
    private const int MaxRtoFactor = 4;
    private const int MaxTransmissions = 9;

    // RFC 8445 §7.1.1: what our own address would be to the peer if it saw it for the first time.
    private static readonly uint[] PeerReflexivePriority =
    [
        IceCandidate.PriorityOf(IceCandidateType.PeerReflexive, Route.Udp),
        IceCandidate.PriorityOf(IceCandidateType.PeerReflexive, Route.Tcp),
        IceCandidate.PriorityOf(IceCandidateType.PeerReflexive, Route.Relay, ushort.MaxValue),
    ];

    // Behind our answers, of a pair in all its life.
    private const int MaxFollowing = 4;

    private TimeSpan _nextOrdinaryAt = TimeSpan.MinValue;

    /// <summary>Moves the clock on: sends what is due, gives up what has waited long enough, expires consent.</summary>
    public void Advance(TimeSpan now)
    {
        if (_state == IceState.ConsentExpired) return;
        AdvanceConsent(now);
        if (_state == IceState.ConsentExpired) return;
        AdvanceRestart(now);
        if (_state == IceState.ConsentExpired) return;

        RetryDue(_current, now);
        if (_previous is { } old && IsInUse(old)) RetryDue(old, now);
        AdvanceNomination(now);
        if (_nextOrdinaryAt > now) return;
        CandidatePair? waiting = BestWaiting(_current);
        if (waiting is null && _previous is { } used && IsInUse(used)) waiting = BestWaiting(used);
        if (waiting is not { } best) return;
        StartCheck(best, now, nominate: false);
        _nextOrdinaryAt = now + Ta;
    }

    /// <summary>When <see cref="Advance"/> has something to do next; TimeSpan.MaxValue when never.</summary>
    public TimeSpan NextTimeout
    {
        get
        {
            if (_state == IceState.ConsentExpired) return TimeSpan.MaxValue;
            TimeSpan next = Earlier(Earlier(NextConsentTimeout, NextRestartTimeout), NominationDue);
            next = Earlier(next, NextCheckTimeout(_current));
            return _previous is { } old && IsInUse(old) ? Earlier(next, NextCheckTimeout(old)) : next;
        }
    }

    private TimeSpan NextCheckTimeout(IceGeneration generation)
    {
        TimeSpan next = TimeSpan.MaxValue;
        foreach (CandidatePair pair in generation.Pairs)
        {
            if (pair.State == IceCheckState.Waiting) next = Earlier(next, _nextOrdinaryAt);
            else if (pair.State == IceCheckState.InProgress) next = Earlier(next, pair.RetryAt);
        }

        return next;
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    // Checks are sent for the newest generation, and for the one before it while it still carries media.
    private bool IsInUse(IceGeneration generation) => generation == _current || _selected?.Generation == generation;

    private CandidatePair? BestWaiting(IceGeneration generation)
    {
        CandidatePair? best = null;
        ulong bestPriority = 0;
        foreach (CandidatePair pair in generation.Pairs)
        {
            if (pair.State != IceCheckState.Waiting) continue;
            ulong priority = pair.Priority(_role);
            if (best is not null && priority <= bestPriority) continue;
            best = pair;
            bestPriority = priority;
        }

        return best;
    }

    private void RetryDue(IceGeneration generation, TimeSpan now)
    {
        foreach (CandidatePair pair in generation.Pairs)
        {
            if (pair.State != IceCheckState.InProgress || pair.RetryAt > now) continue;
            if (pair.Transmissions >= MaxTransmissions) Fail(pair);
            else Transmit(pair, now);
        }
    }

    // RFC 8445 §7.3.1.4. A triggered check goes at once: it follows a check of the peer's, which the peer has paced.
    private void TriggerCheck(CandidatePair pair, TimeSpan now)
    {
        if (!IsInUse(pair.Generation)) return;
        if (pair.State != IceCheckState.InProgress) StartCheck(pair, now, nominate: false);
        // The first one may have died at a NAT that the peer's request has now opened.
        else if (now - pair.SentAt >= Ta) Transmit(pair, now);
    }

    // A check behind our answer, until the peer has nominated. Some (Pion) nominate a pair when they are checked on one that
    // has just succeeded, and else on a timer of 200 ms. While ours is in progress, RFC 8445 §7.3.1.4 has it go again, for it
    // may have come before the peer could know us: the same transaction, so that one answer is enough, and outside its
    // schedule of retransmissions. Of a pair that has succeeded it wants nothing; there it is a check of consent, which
    // RFC 7675 §5.1 lets us make when we like.
    private void CheckBehindAnswer(CandidatePair pair, TimeSpan now)
    {
        if (_role != IceRole.Controlled || pair.Generation.Nominated is not null || !IsInUse(pair.Generation)) return;
        if (pair.ChecksBehindAnswers == MaxFollowing) return;
        pair.ChecksBehindAnswers++;
        if (pair.State != IceCheckState.InProgress)
        {
            StartCheck(pair, now, nominate: false);
            return;
        }

        pair.RepeatedAt = now;
        SendCheck(pair, pair.TransactionId, pair.SentRole, pair.SentNomination);
    }

    private void StartCheck(CandidatePair pair, TimeSpan now, bool nominate)
    {
        pair.State = IceCheckState.InProgress;
        pair.TransactionId = NewTransactionId();
        pair.SentRole = _role;
        pair.SentNomination = nominate;
        pair.Transmissions = 0;
        pair.RepeatedAt = TimeSpan.MinValue;
        Transmit(pair, now);
    }

    private void Transmit(CandidatePair pair, TimeSpan now)
    {
        pair.SentAt = now;
        pair.RetryAt = now + InitialRto * Math.Min(1 << Math.Min(pair.Transmissions, MaxTransmissions), MaxRtoFactor);
        pair.Transmissions++;
        SendCheck(pair, pair.TransactionId, pair.SentRole, pair.SentNomination);
    }

    private static void Fail(CandidatePair pair)
    {
        pair.State = IceCheckState.Failed;
        pair.IsValid = false;
        pair.NominateOnSuccess = false;
        if (pair.Generation.Nominating == pair) pair.Generation.Nominating = null;
    }

    private void SendCheck(CandidatePair pair, StunTransactionId id, IceRole role, bool nominate)
    {
        if (!TryBorrowSlot(out Span<byte> slot)) return;
        var writer = new StunWriter(slot, StunClass.Request, id);
        writer.Add(StunAttributeType.Username, pair.Generation.SentUsername);
        writer.AddPriority(PeerReflexivePriority[(int)pair.Address.Via]);
        writer.AddRole(role == IceRole.Controlling ? StunAttributeType.IceControlling : StunAttributeType.IceControlled, _tieBreaker);
        if (nominate) writer.AddUseCandidate();
        writer.AddIntegrity(pair.Generation.RemoteKey);
        writer.AddFingerprint();
        _outbox.Commit(pair.Address, writer.Length);
        pair.ChecksSent++;
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
