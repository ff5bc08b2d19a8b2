using System.Globalization;
using System.Net;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Sdp;

/// <summary>The candidate attribute (RFC 8839 §5.1).</summary>
public static class SdpCandidate
{
    private const int RtpComponent = 1;

    /// <summary>
    /// Reads the value of "a=candidate:". False for what we cannot check: TCP, RTCP's component, mDNS names
    /// (their owner's own checks reach us all the same), malformed ones.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> value, out IceCandidate candidate)
    {
        candidate = default;
        ReadOnlySpan<char> rest = value;
        if (!SdpText.IsToken(SdpText.Cut(ref rest, ' '))) return false;
        if (!TryNumber(SdpText.Cut(ref rest, ' '), out uint component) || component != RtpComponent) return false;
        if (!SdpText.Cut(ref rest, ' ').Equals("udp", StringComparison.OrdinalIgnoreCase)) return false;
        if (!TryNumber(SdpText.Cut(ref rest, ' '), out uint priority) || priority is 0 or > int.MaxValue) return false;
        ReadOnlySpan<char> host = SdpText.Cut(ref rest, ' ');
        if (!TryNumber(SdpText.Cut(ref rest, ' '), out uint port) || port is 0 or > ushort.MaxValue) return false;
        if (!SdpText.Cut(ref rest, ' ').SequenceEqual("typ")) return false;
        if (!TryType(SdpText.Cut(ref rest, ' '), out IceCandidateType type)) return false;
        if (!IsLiteral(host) || !IPAddress.TryParse(host, out IPAddress? address)) return false;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || IsMulticast(address)) return false;
        candidate = new IceCandidate(type, TransportAddress.From(address, (ushort)port), priority);
        return true;
    }

    /// <summary>The value of "a=candidate:" for one of ours.</summary>
    public static string Format(in IceCandidate candidate, int foundation) => string.Create(
        CultureInfo.InvariantCulture,
        $"{foundation} {RtpComponent} udp {candidate.Priority} {candidate.Address.ToIPAddress()} {candidate.Address.Port} typ {Name(candidate.Type)}");

    private static string Name(IceCandidateType type) => type switch
    {
        IceCandidateType.Host => "host",
        IceCandidateType.ServerReflexive => "srflx",
        IceCandidateType.PeerReflexive => "prflx",
        _ => "relay",
    };

    private static bool TryType(ReadOnlySpan<char> name, out IceCandidateType type)
    {
        type = name switch
        {
            "host" => IceCandidateType.Host,
            "srflx" => IceCandidateType.ServerReflexive,
            "prflx" => IceCandidateType.PeerReflexive,
            "relay" => IceCandidateType.Relayed,
            _ => (IceCandidateType)(-1),
        };
        return type >= 0;
    }

    // IPAddress.TryParse takes "1", "0x7f.1" and zones too; a candidate holds four decimals or an IPv6 address, and
    // no host name, which lets mDNS ones fall through here.
    private static bool IsLiteral(ReadOnlySpan<char> host) =>
        host.Contains(':') ? !host.ContainsAny('%', '[', ']') : host.Count('.') == 3 && !host.ContainsAnyExceptInRange('.', '9');

    private static bool IsMulticast(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return address.IsIPv6Multicast || (length == 4 && bytes[0] >= 224);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
