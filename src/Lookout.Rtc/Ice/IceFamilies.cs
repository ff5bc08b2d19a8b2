namespace Lookout.Rtc.Ice;

/// <summary>Which IP versions a socket or a relay can send by.</summary>
[Flags]
public enum IceFamilies
{
    None = 0,
    IPv4 = 1,
    IPv6 = 2,
    Both = IPv4 | IPv6,
}
