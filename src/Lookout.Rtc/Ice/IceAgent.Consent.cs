using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>Consent freshness on the selected pair (RFC 7675 §5.1), which is its keepalive too.</summary>
public sealed partial class IceAgent
{
    /// <summary>Without a valid response for so long, sending to a pair stops.</summary>
    public static readonly TimeSpan ConsentLifetime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ConsentInterval = TimeSpan.FromSeconds(5);
    private const double MinJitter = 0.8;
    private const double JitterSpread = 0.4;

    // Two consent checks in a row without an answer: every pair is checked again, the silent one with retransmissions too,
    // so that a lossy path does not lose consent and another pair is ready when it does.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(13);

    // 30 s of checks at 4 s apart: every one that could still renew consent.
    private readonly (StunTransactionId Id, TimeSpan SentAt)[] _consentChecks = new (StunTransactionId, TimeSpan)[8];
    private int _consentCount;
    private TimeSpan _nextConsentAt;
    private bool _allAsked;

    private TimeSpan NextConsentTimeout
    {
        get
        {
            if (_selected is null) return TimeSpan.MaxValue;
            TimeSpan next = Earlier(_selected.RespondedAt + ConsentLifetime, _nextConsentAt);
            return _allAsked ? next : Earlier(next, _selected.RespondedAt + SilenceLimit);
        }
    }

    private static bool HasConsent(CandidatePair pair, TimeSpan now) => pair.IsValid && now - pair.RespondedAt < ConsentLifetime;

    private void AdvanceConsent(TimeSpan now)
    {
        if (_selected is null) return;
        if (now - _selected.RespondedAt >= ConsentLifetime)
        {
            LoseConsent(_selected, now);
            return;
        }

        if (!_allAsked && now - _selected.RespondedAt >= SilenceLimit) AskAll();
        if (_nextConsentAt > now) return;
        // RFC 7675 §5.1: each check has a transaction ID of its own, and is not retransmitted.
        StunTransactionId id = NewTransactionId();
        _consentChecks[_consentCount++ % _consentChecks.Length] = (id, now);
        SendCheck(_selected, id, _role, nominate: false);
        _nextConsentAt = now + Jittered(ConsentInterval);
    }

    private void ConsentAnswered(CandidatePair pair, StunTransactionId id, TimeSpan now)
    {
        foreach ((StunTransactionId sent, TimeSpan at) in _consentChecks)
            if (sent == id) pair.RoundTrip = now - at;
    }

    private void AskAll()
    {
        _allAsked = true;
        foreach (CandidatePair pair in _selected!.Generation.Pairs)
            if (pair.State is IceCheckState.Succeeded or IceCheckState.Failed) pair.State = IceCheckState.Waiting;
    }

    // RFC 7675 §5.1 stops the pair, not the session: what has consent of its own takes over, else a restart gets its time.
    private void LoseConsent(CandidatePair lost, TimeSpan now)
    {
        lost.IsValid = false;
        lost.Generation.Nominated = null;
        _selected = null;
        Array.Clear(_consentChecks);
        if (BestWithConsent(now) is { } other)
        {
            Select(other, now);
            Become(other.Generation.Nominated == other ? IceState.Nominated : IceState.Connected);
        }
        else if (lost.Generation != _current && now < _current.StartedAt + RestartTimeout)
        {
            _giveUpAt = _current.StartedAt + RestartTimeout;
            Become(IceState.Checking);
        }
        else
        {
            Expire();
        }
    }

    private CandidatePair? BestWithConsent(TimeSpan now) =>
        BestWithConsent(_current, now) ?? (_previous is { } old ? BestWithConsent(old, now) : null);

    private CandidatePair? BestWithConsent(IceGeneration generation, TimeSpan now)
    {
        CandidatePair? best = null;
        foreach (CandidatePair pair in generation.Pairs)
            if (HasConsent(pair, now) && (best is null || pair.Priority(_role) > best.Priority(_role))) best = pair;
        return best;
    }

    private void Expire()
    {
        _outbox.Clear();
        Become(IceState.ConsentExpired);
    }

    private void Select(CandidatePair pair, TimeSpan now)
    {
        _selected = pair;
        _allAsked = false;
        _giveUpAt = TimeSpan.MaxValue;
        Array.Clear(_consentChecks);
        _consentCount = 0;
        // A pair that has been silent for a while is asked at once.
        _nextConsentAt = pair.RespondedAt == now ? now + Jittered(ConsentInterval) : now;
        if (_previous is not null) _freeAt = pair.Generation == _current ? now + Linger : TimeSpan.MaxValue;
    }

    private bool IsConsentTransaction(StunTransactionId id)
    {
        for (int i = 0; i < Math.Min(_consentCount, _consentChecks.Length); i++)
            if (_consentChecks[i].Id == id) return true;
        return false;
    }

    private TimeSpan Jittered(TimeSpan interval) => interval * (MinJitter + JitterSpread * NextUnit());
}
