namespace Lookout.Rtc.Ice;

/// <summary>How many of the peer's candidates were passed over, by reason. None of them can be checked from here.</summary>
/// <param name="HostNames">An mDNS or other name in place of an address: its owner's own checks reach us all the same.</param>
/// <param name="Tcp">TCP: an active one connects to us and becomes peer-reflexive, a passive one we do not connect to.</param>
/// <param name="WrongFamily">An IPv4 or IPv6 address where we have no socket of that family.</param>
/// <param name="Malformed">Not a candidate attribute of RFC 8839 §5.1.</param>
/// <param name="Other">Another component or generation, an unknown transport, an address nobody can have, or one too many.</param>
public readonly record struct IgnoredCandidates(int HostNames, int Tcp, int WrongFamily, int Malformed, int Other)
{
    public static IgnoredCandidates operator +(IgnoredCandidates a, IgnoredCandidates b) => Add(a, b);

    public static IgnoredCandidates Add(IgnoredCandidates left, IgnoredCandidates right) => new(
        left.HostNames + right.HostNames,
        left.Tcp + right.Tcp,
        left.WrongFamily + right.WrongFamily,
        left.Malformed + right.Malformed,
        left.Other + right.Other);
}
