using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

/// <summary>
/// What RFC 8445 and RFC 7675 make of the same events, written without regard to speed and without messages: paths in a
/// list, one rule after the other. It watches what the agent sends, since who is asked when is the agent's own choice.
/// </summary>
internal sealed class IceModel(IceRole role, ulong tieBreaker)
{
    private static readonly TimeSpan Consent = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Ta = TimeSpan.FromMilliseconds(50);
    private readonly List<Path> _paths = [];
    private readonly Dictionary<int, Path?> _nominated = [];
    private readonly Dictionary<int, TimeSpan> _started = new() { [0] = TimeSpan.MinValue };
    private TimeSpan _freeAt = TimeSpan.MaxValue;
    private TimeSpan _giveUpAt = TimeSpan.MaxValue;
    private int _nominations;

    public IceRole Role { get; private set; } = role;

    public IceState State { get; private set; }

    public Path? Selected { get; private set; }

    public int Current { get; private set; }

    /// <summary>The generation kept beside the current one; -1 for none.</summary>
    public int Previous { get; private set; } = -1;

    public bool IsKnown(int generation) => generation == Current || (generation == Previous && generation >= 0);

    public Path? Find(int generation, TransportAddress address) => _paths.Find(p => p.Generation == generation && p.Address == address);

    public bool IsValidated(TransportAddress address) =>
        _paths.Exists(p => IsKnown(p.Generation) && p.Address == address && (p.HasChecked || p.IsValid));

    public void Offer(TransportAddress address, uint priority)
    {
        if (Find(Current, address) is { } known) known.Priority = priority;
        else _paths.Add(new Path(Current, address, priority));
    }

    /// <summary>An authentic request. The error it is answered with, 0 for success.</summary>
    public int Request(TimeSpan now, int generation, TransportAddress from, StunTransactionId id, StunAttributeType? claim, ulong theirs, bool nominates, uint priority)
    {
        // §7.3.1.1, case by case.
        if (Role == IceRole.Controlling && claim == StunAttributeType.IceControlling)
        {
            if (tieBreaker >= theirs) return 487;
            Role = IceRole.Controlled;
        }
        else if (Role == IceRole.Controlled && claim == StunAttributeType.IceControlled)
        {
            if (tieBreaker < theirs) return 487;
            Role = IceRole.Controlling;
        }

        // §7.3.1.3
        Path? path = Find(generation, from);
        if (path is null) _paths.Add(path = new Path(generation, from, priority));
        path.HasChecked = true;
        // §7.3.1.4: a pair that is fine needs no triggered check.
        MustCheck = !HasConsent(path, now) && IsInUse(generation) && (path.LastSent is not { } sent || now - sent >= Ta) ? path : null;
        // §7.3.1.5
        if (nominates && Role == IceRole.Controlled && path.NominationId != id)
        {
            path.NominationId = id;
            path.NominationOrder = ++_nominations;
            if (HasConsent(path, now)) Nominate(path, now);
            else path.IsNominationPending = true;
        }

        return 0;
    }

    /// <summary>The path that the request just seen has to trigger a check on.</summary>
    public Path? MustCheck { get; private set; }

    /// <summary>Whether a success response may not be turned down: it is the newest check, and its path still waits.</summary>
    public static bool MustAccept(Path path, StunTransactionId id) => path.Check == id && path.IsUnderCheck && !path.Answered.Contains(id);

    /// <summary>An authentic success response, which the agent has taken.</summary>
    public void Success(TimeSpan now, Path path, StunTransactionId id, bool sentNomination)
    {
        bool wasCheck = path.Check == id;
        path.IsValid = true;
        path.RespondedAt = now;
        if (wasCheck) path.IsUnderCheck = false;
        if (Selected is null)
        {
            Select(path, now);
            State = IceState.Connected;
        }

        if (Role == IceRole.Controlling ? sentNomination : path.IsNominationPending) Nominate(path, now);
    }

    /// <summary>An authentic error response to the check of a path, which the agent has taken.</summary>
    public void Error(Path path, int code, IceRole sentRole)
    {
        path.IsUnderCheck = false;
        if (code == 487 && ++path.Conflicts <= 4)
        {
            // §7.2.5.1
            if (sentRole == Role) Role = Role == IceRole.Controlling ? IceRole.Controlled : IceRole.Controlling;
            return;
        }

        Fail(path);
    }

    public void Restart(TimeSpan now)
    {
        // §9: what carries media stays beside the new generation.
        Previous = Selected?.Generation ?? -1;
        Current++;
        _started[Current] = now;
        _freeAt = TimeSpan.MaxValue;
        if (_giveUpAt != TimeSpan.MaxValue) _giveUpAt = now + IceAgent.RestartTimeout;
    }

    public void RouteLost(TimeSpan now, TransportAddress address)
    {
        foreach (Path path in _paths.Where(p => p.Address == address && IsKnown(p.Generation)))
        {
            Fail(path);
            path.HasChecked = false;
        }

        if (Selected is { IsValid: false } && Selected.Address == address && BestWithConsent(now) is not null) LoseConsent(now);
    }

    public void Advance(TimeSpan now)
    {
        if (Selected is not null && now - Selected.RespondedAt >= Consent) LoseConsent(now);
        if (now >= _giveUpAt) State = IceState.ConsentExpired;
        if (State == IceState.ConsentExpired) return;
        if (now >= _freeAt)
        {
            Previous = -1;
            _freeAt = TimeSpan.MaxValue;
        }

        // RFC 8489 §6.2.1: after the last transmission and its wait the check has failed.
        foreach (Path path in _paths.Where(p => IsInUse(p.Generation) && p.IsUnderCheck && p.Transmissions >= 9 && now >= p.CheckSentAt + LastWait)) Fail(path);
    }

    /// <summary>The agent has sent a request there.</summary>
    public void Sent(TimeSpan now, Path path, StunTransactionId id, bool nominates)
    {
        path.LastSent = now;
        bool isNew = path.Ids.Add(id);
        // To the selected path a new transaction may be for consent; it is a check for sure once it is repeated.
        if (isNew && path == Selected && !nominates) return;
        path.Transmissions = path.Check == id ? path.Transmissions + 1 : isNew ? 1 : 2;
        path.Check = id;
        path.IsUnderCheck = true;
        path.CheckSentAt = now;
    }

    /// <summary>
    /// The agent has sent a check behind its answer to the peer's: while nobody has nominated, as controlled agent, and
    /// four times a path at most. A path that waits has its check go again (§7.3.1.4).
    /// </summary>
    public void SentBehindAnswer(TimeSpan now, Path path, StunTransactionId id)
    {
        Assert.True(Role == IceRole.Controlled && _nominated.GetValueOrDefault(path.Generation) is null && ++path.ChecksBehindAnswers <= 4);
        if (!path.Ids.Contains(id))
        {
            Assert.True(HasConsent(path, now));
            Sent(now, path, id, nominates: false);
            return;
        }

        if (path.Check != id)
        {
            // What was taken for consent, when the path was the selected one, is a check for sure.
            Assert.DoesNotContain(id, path.Answered);
            path.Check = id;
            path.Transmissions = 1;
            path.IsUnderCheck = true;
            path.CheckSentAt = path.LastSent!.Value;
        }

        Assert.True(path.IsUnderCheck);
    }

    private bool IsInUse(int generation) => generation == Current || (Selected is { } selected && selected.Generation == generation);

    private static bool HasConsent(Path path, TimeSpan now) => path.IsValid && now - path.RespondedAt < Consent;

    private void Nominate(Path path, TimeSpan now)
    {
        path.IsNominationPending = false;
        if (Selected is { } selected && selected.Generation > path.Generation) return;
        Path? before = _nominated.GetValueOrDefault(path.Generation);
        if (Role == IceRole.Controlled && before is not null && before.NominationOrder > path.NominationOrder) return;
        _nominated[path.Generation] = path;
        if (Selected != path) Select(path, now);
        State = IceState.Nominated;
    }

    private void Select(Path path, TimeSpan now)
    {
        Selected = path;
        _giveUpAt = TimeSpan.MaxValue;
        if (Previous >= 0) _freeAt = path.Generation == Current ? now + TimeSpan.FromSeconds(5) : TimeSpan.MaxValue;
    }

    // RFC 7675 §5.1
    private void LoseConsent(TimeSpan now)
    {
        Path lost = Selected!;
        lost.IsValid = false;
        _nominated[lost.Generation] = null;
        Selected = null;
        if (BestWithConsent(now) is { } other)
        {
            Select(other, now);
            State = _nominated.GetValueOrDefault(other.Generation) == other ? IceState.Nominated : IceState.Connected;
        }
        else if (lost.Generation != Current && now < _started[Current] + IceAgent.RestartTimeout)
        {
            _giveUpAt = _started[Current] + IceAgent.RestartTimeout;
            State = IceState.Checking;
        }
        else
        {
            State = IceState.ConsentExpired;
        }
    }

    private Path? BestWithConsent(TimeSpan now) => _paths
        .Where(p => IsKnown(p.Generation) && HasConsent(p, now))
        .OrderByDescending(p => p.Generation).ThenByDescending(Priority).FirstOrDefault();

    // §6.1.2.3
    private ulong Priority(Path path)
    {
        IceCandidateType type = path.Address.Via == Route.Relay ? IceCandidateType.Relayed : IceCandidateType.Host;
        ulong ours = IceCandidate.PriorityOf(type, path.Address.Via);
        ulong g = Role == IceRole.Controlling ? ours : path.Priority;
        ulong d = Role == IceRole.Controlling ? path.Priority : ours;
        return (1UL << 32) * Math.Min(g, d) + 2 * Math.Max(g, d) + (g > d ? 1UL : 0);
    }

    private static void Fail(Path path)
    {
        path.IsUnderCheck = false;
        path.IsValid = false;
        path.IsNominationPending = false;
    }

    internal sealed class Path(int generation, TransportAddress address, uint priority)
    {
        public int Generation { get; } = generation;

        public TransportAddress Address { get; } = address;

        public uint Priority { get; set; } = priority;

        public bool HasChecked { get; set; }

        public bool IsValid { get; set; }

        public TimeSpan RespondedAt { get; set; }

        public bool IsNominationPending { get; set; }

        public int NominationOrder { get; set; }

        public StunTransactionId? NominationId { get; set; }

        public StunTransactionId? Check { get; set; }

        public bool IsUnderCheck { get; set; }

        public int Transmissions { get; set; }

        public int ChecksBehindAnswers { get; set; }

        public TimeSpan CheckSentAt { get; set; }

        public TimeSpan? LastSent { get; set; }

        public int Conflicts { get; set; }

        /// <summary>All transactions sent there.</summary>
        public HashSet<StunTransactionId> Ids { get; } = [];

        /// <summary>Those of them that have been answered: nothing is taken twice.</summary>
        public HashSet<StunTransactionId> Answered { get; } = [];
    }
}
