using System.Text;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>What lasts from one ICE start or restart to the next (RFC 8445 §9): credentials, pairs and a nomination.</summary>
internal sealed class IceGeneration(int number, IceCredentials local, IceCredentials remote, TimeSpan startedAt)
{
    /// <summary>From 0.</summary>
    public int Number { get; } = number;

    public string LocalUfrag { get; } = local.Ufrag;

    public string RemoteUfrag { get; } = remote.Ufrag;

    public byte[] LocalKey { get; } = local.Key();

    public byte[] RemoteKey { get; } = remote.Key();

    public byte[] ExpectedUsername { get; } = Encoding.ASCII.GetBytes($"{local.Ufrag}:{remote.Ufrag}");

    public byte[] SentUsername { get; } = Encoding.ASCII.GetBytes($"{remote.Ufrag}:{local.Ufrag}");

    public TimeSpan StartedAt { get; } = startedAt;

    public List<CandidatePair> Pairs { get; } = [];

    /// <summary>When the first pair became valid.</summary>
    public TimeSpan? FirstValidAt { get; set; }

    /// <summary>The pair both sides have agreed on.</summary>
    public CandidatePair? Nominated { get; set; }

    /// <summary>The pair our check with USE-CANDIDATE is under way on.</summary>
    public CandidatePair? Nominating { get; set; }

    public TimeSpan NominatingSince { get; set; }

    /// <summary>Nominations of the peer's so far.</summary>
    public int Nominations { get; set; }

    public CandidatePair? Find(in TransportAddress address)
    {
        foreach (CandidatePair pair in Pairs)
            if (pair.Address == address) return pair;
        return null;
    }

    /// <summary>Adds a pair. Null when there are too many already: direct ones and relayed ones are counted apart.</summary>
    public CandidatePair? TryAdd(in IceCandidate candidate)
    {
        bool isRelayed = candidate.Address.Via == Route.Relay;
        int alike = 0;
        foreach (CandidatePair known in Pairs)
            if (known.Address.Via == Route.Relay == isRelayed) alike++;
        if (alike >= IceAgent.MaxRemoteCandidates) return null;
        var pair = new CandidatePair(this, candidate);
        Pairs.Add(pair);
        return pair;
    }

    /// <summary>
    /// Takes out the dead pair that was heard of longest ago, so that a peer whose NAT keeps giving it new ports is not
    /// locked out after a while. False when all are alive.
    /// </summary>
    public bool TryEvict(TimeSpan now, bool relayed, CandidatePair? selected)
    {
        CandidatePair? oldest = null;
        foreach (CandidatePair pair in Pairs)
        {
            bool isDead = pair.State == IceCheckState.Failed
                || (pair.State == IceCheckState.Succeeded && now - pair.RespondedAt >= IceAgent.ConsentLifetime);
            if (!isDead || pair == selected || pair == Nominated || pair.Address.Via == Route.Relay != relayed) continue;
            if (oldest is null || pair.RespondedAt < oldest.RespondedAt) oldest = pair;
        }

        return oldest is not null && Pairs.Remove(oldest);
    }
}
