using System.Security.Cryptography;
using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Probe.Ice;

/// <summary>
/// The controlling side of ICE as a viewer of one server needs it (RFC 8445): a check to each candidate in turn, the first that
/// is answered is nominated, and the server's own checks are answered. Time and datagrams are arguments.
/// </summary>
/// <remarks>Lookout.Rtc's agent can control too, but serves paths that change; this one has one socket and one errand, and is also a check of that agent by other code.</remarks>
internal sealed class ViewerIce(IceCredentials own, IceCredentials remote, IReadOnlyList<IceCandidate> candidates)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ConsentPace = TimeSpan.FromSeconds(4);

    private readonly byte[] _ownKey = Encoding.ASCII.GetBytes(own.Password);
    private readonly byte[] _remoteKey = Encoding.ASCII.GetBytes(remote.Password);
    private readonly byte[] _userName = Encoding.ASCII.GetBytes($"{remote.Ufrag}:{own.Ufrag}");
    private readonly byte[] _expectedUserName = Encoding.ASCII.GetBytes($"{own.Ufrag}:{remote.Ufrag}");
    private readonly TransportAddress[] _remotes = [.. candidates.OrderByDescending(candidate => candidate.Priority).Select(candidate => candidate.Address).Distinct()];
    private readonly Dictionary<StunTransactionId, TransportAddress> _sent = [];
    private readonly ulong _tieBreaker = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private TimeSpan _nextCheck;
    private int _turn;

    /// <summary>Where the server is, once it has answered from there.</summary>
    public TransportAddress? Selected { get; private set; }

    /// <summary>Whether the server has taken our nomination.</summary>
    public bool IsNominated { get; private set; }

    /// <summary>Writes the next check if one is due. 0: none is.</summary>
    public int Advance(TimeSpan now, Span<byte> datagram, out TransportAddress to)
    {
        to = default;
        if (now < _nextCheck || _remotes.Length == 0) return 0;
        _nextCheck = now + (IsNominated ? ConsentPace : Pace);
        to = Selected ?? _remotes[_turn++ % _remotes.Length];
        Span<byte> random = stackalloc byte[StunTransactionId.Length];
        RandomNumberGenerator.Fill(random);
        StunTransactionId id = StunTransactionId.Read(random);
        _sent[id] = to;
        var writer = new StunWriter(datagram, StunClass.Request, id);
        writer.Add(StunAttributeType.Username, _userName);
        writer.AddRole(StunAttributeType.IceControlling, _tieBreaker);
        writer.AddPriority(IceCandidate.PriorityOf(IceCandidateType.PeerReflexive));
        if (Selected is not null) writer.AddUseCandidate();
        writer.AddIntegrity(_remoteKey);
        writer.AddFingerprint();
        return writer.Length;
    }

    /// <summary>Takes a STUN datagram and writes the answer to it, if it wants one. 0: it does not, or it is not genuine.</summary>
    public int Receive(ReadOnlySpan<byte> datagram, in TransportAddress from, Span<byte> answer)
    {
        if (!StunMessage.TryParse(datagram, out StunMessage message) || !message.IsBinding || !message.HasValidFingerprint()) return 0;
        switch (message.Class)
        {
            case StunClass.Request:
                return Answer(message, from, answer);
            case StunClass.SuccessResponse when message.IsAuthentic(_remoteKey) && _sent.Remove(message.TransactionId, out TransportAddress to) && to == from:
                IsNominated |= Selected is not null;
                if (Selected is null) _nextCheck = default;
                Selected ??= from;
                return 0;
            default:
                return 0;
        }
    }

    private int Answer(in StunMessage request, in TransportAddress from, Span<byte> answer)
    {
        bool isForUs = request.TryGet(StunAttributeType.Username, out ReadOnlySpan<byte> user) && user.SequenceEqual(_expectedUserName) && request.IsAuthentic(_ownKey);
        if (!isForUs) return 0;
        var writer = new StunWriter(answer, StunClass.SuccessResponse, request.TransactionId);
        writer.AddXorMappedAddress(from);
        writer.AddIntegrity(_ownKey);
        writer.AddFingerprint();
        return writer.Length;
    }
}
