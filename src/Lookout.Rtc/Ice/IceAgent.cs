using System.Diagnostics;
using System.Text;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>
/// A full ICE agent (RFC 8445) in the controlled role with one component on one local socket, and consent freshness
/// (RFC 7675). Sans-IO: feed <see cref="Receive"/> and <see cref="Advance"/>, then drain <see cref="TryTakeDatagram"/>.
/// </summary>
/// <remarks>
/// What is not authentic gets no answer at all, against RFC 8489 §9.1.3 (400 and 401): we are not a public STUN server
/// and must not be a reflector. Only a nomination moves where we send.
/// </remarks>
public sealed partial class IceAgent
{
    /// <summary>More remote candidates than this are refused.</summary>
    public const int MaxRemoteCandidates = 32;

    private readonly List<CandidatePair> _pairs = new(MaxRemoteCandidates);
    private readonly DatagramOutbox _outbox = new();
    private readonly RandomFill _random;
    private readonly byte[] _localKey;
    private readonly byte[] _remoteKey;
    private readonly byte[] _expectedUsername;
    private readonly byte[] _sentUsername;
    private CandidatePair? _selected;
    private IceState _state;

    /// <param name="local">Our credentials, as the answer says them.</param>
    /// <param name="remote">The peer's, as the offer says them.</param>
    /// <param name="random">Source of transaction IDs and of the jitter of consent checks.</param>
    public IceAgent(IceCredentials local, IceCredentials remote, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(remote);
        _random = random;
        _localKey = local.Key();
        _remoteKey = remote.Key();
        _expectedUsername = Encoding.ASCII.GetBytes($"{local.Ufrag}:{remote.Ufrag}");
        _sentUsername = Encoding.ASCII.GetBytes($"{remote.Ufrag}:{local.Ufrag}");
    }

    public IceState State => _state;

    public IceCounters Counters { get; } = new();

    /// <summary>Remote candidates known, offered and peer-reflexive.</summary>
    public int RemoteCandidateCount => _pairs.Count;

    /// <summary>Adds an offered candidate. False, and counted, when the list is full.</summary>
    public bool AddRemoteCandidate(in IceCandidate candidate)
    {
        if (candidate.Address.Port == 0) return false;
        if (Find(candidate.Address) is { } known)
        {
            // An offered candidate knows its type and priority better than the peer-reflexive one it turns out to be.
            known.Remote = candidate;
            return true;
        }

        return AddPair(candidate) is not null;
    }

    /// <summary>
    /// Whether an authentic check has passed between us and this address, so that what else comes from it may be
    /// looked at: DTLS and SRTP are taken from the whole validated set, not from the selected pair alone.
    /// </summary>
    public bool IsValidated(in TransportAddress address) =>
        Find(address) is { } pair && (pair.IsAuthenticated || pair.State == CandidatePair.CheckState.Succeeded);

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
    public bool Awaits(StunTransactionId id)
    {
        if (IsConsentTransaction(id)) return true;
        foreach (CandidatePair pair in _pairs)
            if (pair.State == CandidatePair.CheckState.InProgress && pair.TransactionId == id) return true;
        return false;
    }

    /// <summary>Drains one datagram to send; <paramref name="destination"/> holds 640 bytes. False when there is none.</summary>
    public bool TryTakeDatagram(Span<byte> destination, out int length, out TransportAddress to) =>
        _outbox.TryTake(destination, out length, out to);

    private CandidatePair? Find(in TransportAddress address)
    {
        foreach (CandidatePair pair in _pairs)
            if (pair.Address == address) return pair;
        return null;
    }

    private CandidatePair? AddPair(in IceCandidate candidate)
    {
        if (_pairs.Count == MaxRemoteCandidates)
        {
            Counters.CandidatesRefused++;
            return null;
        }

        var pair = new CandidatePair(candidate);
        _pairs.Add(pair);
        return pair;
    }

    private void Become(IceState next)
    {
        Debug.Assert(IsLegal(_state, next), $"{_state} -> {next}");
        _state = next;
    }

    private static bool IsLegal(IceState from, IceState to) => (from, to) switch
    {
        (IceState.Checking, IceState.Connected) => true,
        (IceState.Connected, IceState.Nominated) => true,
        (IceState.Connected or IceState.Nominated, IceState.ConsentExpired) => true,
        _ => false,
    };
}
