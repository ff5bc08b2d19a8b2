using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>Our end of one route paired with one remote candidate, and the check that runs on it (RFC 8445 §6.1.2).</summary>
internal sealed class CandidatePair(IceGeneration generation, IceCandidate remote)
{
    public IceGeneration Generation { get; } = generation;

    public IceCandidate Remote { get; set; } = remote;

    public TransportAddress Address => Remote.Address;

    public IceCheckState State { get; set; }

    /// <summary>The check in progress.</summary>
    public StunTransactionId TransactionId { get; set; }

    public int Transmissions { get; set; }

    public TimeSpan SentAt { get; set; }

    /// <summary>Checks sent behind our answers to the peer's, of all transactions.</summary>
    public int ChecksBehindAnswers { get; set; }

    /// <summary>When the check in progress last went out besides its transmissions.</summary>
    public TimeSpan RepeatedAt { get; set; } = TimeSpan.MinValue;

    /// <summary>When the check in progress is sent again, or given up.</summary>
    public TimeSpan RetryAt { get; set; }

    /// <summary>The role the check in progress claims; a retransmission claims the same.</summary>
    public IceRole SentRole { get; set; }

    /// <summary>The check in progress carries USE-CANDIDATE.</summary>
    public bool SentNomination { get; set; }

    /// <summary>A check of ours has been answered, and none has failed since (the valid list, RFC 8445 §7.2.5.3.2).</summary>
    public bool IsValid { get; set; }

    /// <summary>A request with the right integrity has come from there.</summary>
    public bool IsAuthenticated { get; set; }

    /// <summary>The peer nominated the pair before our own check was through (RFC 8445 §7.3.1.5).</summary>
    public bool NominateOnSuccess { get; set; }

    /// <summary>Counts the peer's nominations of a generation, so that a late check cannot undo a newer one.</summary>
    public int NominationOrder { get; set; }

    /// <summary>The request that nominated last: its retransmission is not a new nomination.</summary>
    public StunTransactionId NominationId { get; set; }

    /// <summary>When the last authentic response came from there.</summary>
    public TimeSpan RespondedAt { get; set; }

    /// <summary>Answers of 487 in a row.</summary>
    public int Conflicts { get; set; }

    public int ChecksSent { get; set; }

    public int ResponsesReceived { get; set; }

    public int RequestsReceived { get; set; }

    /// <summary>ERROR-CODE of the last error response, 0 for none.</summary>
    public int LastError { get; set; }

    /// <summary>Of the last check that was answered without being repeated; zero before.</summary>
    public TimeSpan RoundTrip { get; set; }

    /// <summary>RFC 8445 §6.1.2.3. Both sides compute the same once they know the same candidates.</summary>
    public ulong Priority(IceRole role)
    {
        IceCandidateType type = Address.Via == Route.Relay ? IceCandidateType.Relayed : IceCandidateType.Host;
        ulong local = IceCandidate.PriorityOf(type, Address.Via);
        ulong remote = Remote.Priority;
        ulong controlling = role == IceRole.Controlling ? local : remote;
        ulong controlled = role == IceRole.Controlling ? remote : local;
        return (Math.Min(controlling, controlled) << 32) + 2 * Math.Max(controlling, controlled) + (controlling > controlled ? 1u : 0u);
    }
}
