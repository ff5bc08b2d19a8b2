using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>
/// The one local socket paired with one remote candidate, and the check that runs on it (RFC 8445 §6.1.2). There is no
/// Frozen state: with one component and one base there is nothing to unfreeze.
/// </summary>
internal sealed class CandidatePair(IceCandidate remote)
{
    public enum CheckState
    {
        Waiting,
        InProgress,
        Succeeded,
        Failed,
    }

    public IceCandidate Remote { get; set; } = remote;

    public TransportAddress Address => Remote.Address;

    public CheckState State { get; set; }

    /// <summary>The check in progress.</summary>
    public StunTransactionId TransactionId { get; set; }

    public int Transmissions { get; set; }

    public TimeSpan SentAt { get; set; }

    /// <summary>When the check in progress is sent again, or given up.</summary>
    public TimeSpan RetryAt { get; set; }

    /// <summary>A request with the right integrity has come from there.</summary>
    public bool IsAuthenticated { get; set; }

    /// <summary>The peer nominated the pair before our own check was through (RFC 8445 §7.3.1.5).</summary>
    public bool NominateOnSuccess { get; set; }

    /// <summary>When the last authentic response came from there.</summary>
    public TimeSpan RespondedAt { get; set; }
}
