namespace Lookout.Rtc.Ice;

/// <summary>Where a candidate comes from (RFC 8445 §5.1.1).</summary>
public enum IceCandidateType
{
    Host,
    ServerReflexive,
    PeerReflexive,
    Relayed,
}
