using System.Buffers.Binary;
using System.Diagnostics;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>
/// A full ICE agent (RFC 8445) with one component, in either role, with restarts (§9) and consent freshness (RFC 7675).
/// Sans-IO: feed <see cref="Receive"/> and <see cref="Advance"/>, then drain <see cref="TryTakeDatagram"/>.
/// </summary>
/// <remarks>
/// What is not authentic gets no answer at all, against RFC 8489 §9.1.3 (400 and 401): we are not a public STUN server
/// and must not be a reflector. Only a nomination moves where we send, while consent lives there.
/// </remarks>
public sealed partial class IceAgent
{
    /// <summary>More remote candidates of a generation than this are refused.</summary>
    public const int MaxRemoteCandidates = 32;

    private readonly DatagramOutbox _outbox = new();
    private readonly RandomFill _random;
    private readonly ulong _tieBreaker;
    private IceGeneration _current;
    private IceGeneration? _previous;
    private CandidatePair? _selected;
    private IceRole _role;
    private IceState _state;

    /// <param name="local">Our credentials, as our description says them.</param>
    /// <param name="remote">The peer's, as its description says them.</param>
    /// <param name="random">Source of transaction IDs, of the tie-breaker and of the jitter of consent checks.</param>
    /// <param name="role">Controlling when we made the offer.</param>
    public IceAgent(IceCredentials local, IceCredentials remote, RandomFill random, IceRole role = IceRole.Controlled)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentNullException.ThrowIfNull(random);
        _random = random;
        _role = role;
        _current = new IceGeneration(0, local, remote, TimeSpan.MinValue);
        Span<byte> tieBreaker = stackalloc byte[sizeof(ulong)];
        random(tieBreaker);
        _tieBreaker = BinaryPrimitives.ReadUInt64BigEndian(tieBreaker);
        _ufrags = [local.Ufrag];
    }

    public IceState State => _state;

    public IceRole Role => _role;

    public IceCounters Counters { get; } = new();

    /// <summary>By which families our UDP socket can send; candidates of others are ignored and counted.</summary>
    public IceFamilies Families { get; init; } = IceFamilies.Both;

    /// <summary>
    /// By which families a relay of ours can send: each candidate added from now on is checked through it as well, from
    /// the address with <see cref="Route.Relay"/>.
    /// </summary>
    public IceFamilies RelayFamilies { get; set; }

    /// <summary>Candidates passed over so far.</summary>
    public IgnoredCandidates Ignored { get; private set; }

    /// <summary>Pairs of the newest generation: remote candidates, offered and peer-reflexive, by each route.</summary>
    public int RemoteCandidateCount => _current.Pairs.Count;

    /// <summary>
    /// Adds an offered candidate to the newest generation. False, and counted, when it cannot be checked or the list is
    /// full. A TCP one cannot: the peer connects to us, and its check makes it peer-reflexive.
    /// </summary>
    public bool AddRemoteCandidate(in IceCandidate candidate)
    {
        TransportAddress address = candidate.Address;
        if (address.Port == 0) return false;
        if (address.Via == Route.Tcp)
        {
            Ignored += new IgnoredCandidates { Tcp = 1 };
            return false;
        }

        IceFamilies family = address.IsIPv4 ? IceFamilies.IPv4 : IceFamilies.IPv6;
        bool direct = address.Via == Route.Udp && (Families & family) != 0;
        bool relayed = address.Via == Route.Relay || (RelayFamilies & family) != 0;
        if (!direct && !relayed) Ignored += new IgnoredCandidates { WrongFamily = 1 };
        bool added = false;
        if (direct) added = AddOrUpdate(candidate);
        if (relayed) added |= AddOrUpdate(candidate with { Address = address with { Via = Route.Relay } });
        return added;
    }

    /// <summary>
    /// The route there is gone, such as a closed TCP connection. The pair is no longer sent to nor listened to unless it
    /// proves itself again; if media went there, another pair that has consent takes over.
    /// </summary>
    public void RouteLost(TimeSpan now, in TransportAddress address)
    {
        RouteLost(_current, address);
        if (_previous is { } old) RouteLost(old, address);
        if (_state != IceState.ConsentExpired && _selected is { IsValid: false } lost && lost.Address == address && BestWithConsent(now) is not null)
            LoseConsent(lost, now);
    }

    /// <summary>Notes candidates that a reader has passed over, for the diagnosis.</summary>
    public void Ignore(IgnoredCandidates ignored) => Ignored += ignored;

    /// <summary>
    /// Whether an authentic check has passed between us and this address, so that what else comes from it may be
    /// looked at: DTLS and SRTP are taken from the whole validated set, not from the selected pair alone.
    /// </summary>
    public bool IsValidated(in TransportAddress address) => IsValidated(_current, address) || (_previous is { } old && IsValidated(old, address));

    /// <summary>
    /// Where to send: the nominated pair, before that the first one that became valid. False while none is valid and
    /// after consent has expired.
    /// </summary>
    public bool TryGetRemote(out TransportAddress address)
    {
        address = default;
        if (_selected is null || _state is not (IceState.Connected or IceState.Nominated)) return false;
        address = _selected.Address;
        return true;
    }

    /// <summary>Whether a response with this transaction ID is waited for: how a shared socket finds its agent.</summary>
    public bool Awaits(StunTransactionId id) =>
        IsConsentTransaction(id) || Awaits(_current, id) || (_previous is { } old && Awaits(old, id));

    /// <summary>Drains one datagram to send; <paramref name="destination"/> holds 640 bytes. False when there is none.</summary>
    public bool TryTakeDatagram(Span<byte> destination, out int length, out TransportAddress to) =>
        _outbox.TryTake(destination, out length, out to);

    private static bool IsValidated(IceGeneration generation, in TransportAddress address) =>
        generation.Find(address) is { IsAuthenticated: true } or { IsValid: true };

    private static void RouteLost(IceGeneration generation, in TransportAddress address)
    {
        if (generation.Find(address) is not { } pair) return;
        Fail(pair);
        pair.IsAuthenticated = false;
    }

    private static bool Awaits(IceGeneration generation, StunTransactionId id)
    {
        foreach (CandidatePair pair in generation.Pairs)
            if (pair.State == IceCheckState.InProgress && pair.TransactionId == id) return true;
        return false;
    }

    private bool AddOrUpdate(in IceCandidate candidate)
    {
        if (_current.Find(candidate.Address) is { } known)
        {
            // An offered candidate knows its type and priority better than the peer-reflexive one it turns out to be.
            known.Remote = candidate;
            return true;
        }

        if (_current.TryAdd(candidate) is not null) return true;
        Counters.CandidatesRefused++;
        return false;
    }

    // RFC 8445 §7.3.1.3: a source we do not know is a peer-reflexive candidate.
    private CandidatePair? FindOrLearn(IceGeneration generation, in TransportAddress from, uint priority, TimeSpan now)
    {
        if (generation.Find(from) is { } known) return known;
        var candidate = new IceCandidate(IceCandidateType.PeerReflexive, from, priority);
        if (generation.TryAdd(candidate) is { } added) return added;
        if (generation.TryEvict(now, from.Via == Route.Relay, _selected)) return generation.TryAdd(candidate);
        Counters.CandidatesRefused++;
        return null;
    }

    private void Become(IceState next)
    {
        if (_state == next) return;
        Debug.Assert(IsLegal(_state, next), $"{_state} -> {next}");
        _state = next;
    }

    private static bool IsLegal(IceState from, IceState to) => (from, to) switch
    {
        (IceState.Checking, IceState.Connected or IceState.Nominated) => true,
        (IceState.Connected, IceState.Nominated) => true,
        // Consent is gone there, but another pair has it.
        (IceState.Nominated, IceState.Connected) => true,
        // Consent is gone, but a restart is under way.
        (IceState.Connected or IceState.Nominated, IceState.Checking) => true,
        (not IceState.ConsentExpired, IceState.ConsentExpired) => true,
        _ => false,
    };
}
