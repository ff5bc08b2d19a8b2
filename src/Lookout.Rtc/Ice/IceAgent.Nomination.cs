using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>
/// Regular nomination (RFC 8445 §8.1.1), ours while controlling, the peer's while controlled; and the renomination that
/// browsers do when their network changes.
/// </summary>
public sealed partial class IceAgent
{
    // How long a better pair than the best valid one is waited for. A TCP or relayed pair waits longer: it costs delay for
    // the whole session.
    private static readonly TimeSpan DirectPatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DetourPatience = TimeSpan.FromSeconds(2);

    // An unanswered nomination is dropped for another valid pair.
    private static readonly TimeSpan NominationTimeout = TimeSpan.FromSeconds(5);

    // As controlling agent: when the next nomination is to be sent. Past or present whenever one is, and only then.
    private TimeSpan NominationDue
    {
        get
        {
            if (_role != IceRole.Controlling || BestToNominate() is not { } best) return TimeSpan.MaxValue;
            if (_current.Nominating is not null) return _current.NominatingSince + NominationTimeout;
            if (_current.Nominated is { } nominated) return nominated.RespondedAt + SilenceLimit;
            if (!IsBetterUnderWay(best)) return TimeSpan.MinValue;
            return _current.FirstValidAt!.Value + (best.Address.Via == Route.Udp ? DirectPatience : DetourPatience);
        }
    }

    private void AdvanceNomination(TimeSpan now)
    {
        if (NominationDue > now || BestToNominate() is not { } best) return;
        _current.Nominating = best;
        _current.NominatingSince = now;
        StartCheck(best, now, nominate: true);
    }

    // RFC 8445 leaves another pair after the nomination to a restart. Once the nominated one has gone silent we nominate
    // the best that has answered since, as browsers do; who does not follow has lost nothing.
    private CandidatePair? BestToNominate()
    {
        CandidatePair? best = null;
        ulong bestPriority = 0;
        foreach (CandidatePair pair in _current.Pairs)
        {
            if (!pair.IsValid || pair == _current.Nominating || pair == _current.Nominated) continue;
            if (_current.Nominated is { } nominated && pair.RespondedAt <= nominated.RespondedAt) continue;
            ulong priority = pair.Priority(_role);
            if (best is not null && priority <= bestPriority) continue;
            best = pair;
            bestPriority = priority;
        }

        return best;
    }

    private bool IsBetterUnderWay(CandidatePair best)
    {
        ulong priority = best.Priority(_role);
        foreach (CandidatePair pair in _current.Pairs)
            if (!pair.IsValid && pair.State is IceCheckState.Waiting or IceCheckState.InProgress && pair.Priority(_role) > priority) return true;
        return false;
    }

    // RFC 8445 §7.3.1.5.
    private void ReceiveNomination(CandidatePair pair, StunTransactionId id, TimeSpan now)
    {
        if (_role == IceRole.Controlling || id == pair.NominationId) return;
        pair.NominationId = id;
        pair.NominationOrder = ++pair.Generation.Nominations;
        if (HasConsent(pair, now)) Nominate(pair, now);
        else pair.NominateOnSuccess = true;
    }

    private void Nominate(CandidatePair pair, TimeSpan now)
    {
        IceGeneration generation = pair.Generation;
        pair.NominateOnSuccess = false;
        if (generation.Nominating == pair) generation.Nominating = null;
        // A generation that media has left does not get it back, nor does a nomination undo a newer one.
        if (_selected is { } selected && selected.Generation.Number > generation.Number) return;
        if (_role == IceRole.Controlled && generation.Nominated is { } newer && newer.NominationOrder > pair.NominationOrder) return;
        generation.Nominated = pair;
        if (_selected != pair) Select(pair, now);
        Become(IceState.Nominated);
    }
}
