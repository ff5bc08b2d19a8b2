using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>Consent freshness on the selected pair (RFC 7675 §5.1), which is its keepalive too.</summary>
public sealed partial class IceAgent
{
    /// <summary>Without a valid response for so long, sending stops for good.</summary>
    public static readonly TimeSpan ConsentLifetime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ConsentInterval = TimeSpan.FromSeconds(5);
    private const double MinJitter = 0.8;
    private const double JitterSpread = 0.4;

    // 30 s of checks at 4 s apart: every one that could still renew consent.
    private readonly StunTransactionId[] _consentIds = new StunTransactionId[8];
    private int _consentChecks;
    private TimeSpan _nextConsentAt;

    private TimeSpan NextConsentTimeout
    {
        get
        {
            if (_selected is null) return TimeSpan.MaxValue;
            TimeSpan expiry = _selected.RespondedAt + ConsentLifetime;
            return expiry < _nextConsentAt ? expiry : _nextConsentAt;
        }
    }

    private static bool HasConsent(CandidatePair pair, TimeSpan now) =>
        pair.State == CandidatePair.CheckState.Succeeded && now - pair.RespondedAt < ConsentLifetime;

    private void AdvanceConsent(TimeSpan now)
    {
        if (_selected is null) return;
        if (now - _selected.RespondedAt >= ConsentLifetime)
        {
            _outbox.Clear();
            Become(IceState.ConsentExpired);
            return;
        }

        if (_nextConsentAt > now) return;
        // RFC 7675 §5.1: each check has a transaction ID of its own, and is not retransmitted.
        StunTransactionId id = NewTransactionId();
        _consentIds[_consentChecks++ % _consentIds.Length] = id;
        SendCheck(_selected.Address, id);
        _nextConsentAt = now + Jittered(ConsentInterval);
    }

    private void Select(CandidatePair pair, TimeSpan now)
    {
        _selected = pair;
        Array.Clear(_consentIds);
        _consentChecks = 0;
        // A pair that has been silent for a while is asked at once.
        _nextConsentAt = pair.RespondedAt == now ? now + Jittered(ConsentInterval) : now;
    }

    private bool IsConsentTransaction(StunTransactionId id) =>
        _consentIds.AsSpan(0, Math.Min(_consentChecks, _consentIds.Length)).Contains(id);

    private TimeSpan Jittered(TimeSpan interval) => interval * (MinJitter + JitterSpread * NextUnit());
}
