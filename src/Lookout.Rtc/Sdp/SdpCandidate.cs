using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Sdp;

/// <summary>The candidate attribute (RFC 8839 §5.1, with RFC 6544 §4.5 for TCP).</summary>
public static class SdpCandidate
{
    private const int RtpComponent = 1;
    private const int MaxHost = 255;

    // RFC 8839 §5.1 for a base that is not to be told.
    private const ushort UntoldPort = 9;

    /// <summary>
    /// Reads the value of "a=candidate:". False for what we cannot check: TCP, RTCP's component, mDNS names
    /// (their owner's own checks reach us all the same), malformed ones.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> value, out IceCandidate candidate) =>
        Read(value, out candidate) == SdpCandidateKind.Checkable;

    /// <summary>The same, and says what it is that cannot be checked. The candidate is set only for a checkable one.</summary>
    public static SdpCandidateKind Read(ReadOnlySpan<char> value, out IceCandidate candidate)
    {
        candidate = default;
        ReadOnlySpan<char> rest = value;
        if (!SdpText.IsToken(SdpText.Cut(ref rest, ' '))) return SdpCandidateKind.Malformed;
        if (!TryNumber(SdpText.Cut(ref rest, ' '), out uint component)) return SdpCandidateKind.Malformed;
        ReadOnlySpan<char> transport = SdpText.Cut(ref rest, ' ');
        if (!TryNumber(SdpText.Cut(ref rest, ' '), out uint priority) || priority is 0 or > int.MaxValue) return SdpCandidateKind.Malformed;
        ReadOnlySpan<char> host = SdpText.Cut(ref rest, ' ');
        if (!TryNumber(SdpText.Cut(ref rest, ' '), out uint port) || port is 0 or > ushort.MaxValue) return SdpCandidateKind.Malformed;
        if (!SdpText.Cut(ref rest, ' ').SequenceEqual("typ")) return SdpCandidateKind.Malformed;
        ReadOnlySpan<char> typeName = SdpText.Cut(ref rest, ' ');
        if (!SdpText.IsToken(transport) || !SdpText.IsToken(typeName)) return SdpCandidateKind.Malformed;

        if (component != RtpComponent || !TryType(typeName, out IceCandidateType type)) return SdpCandidateKind.Other;
        if (transport.Equals("tcp", StringComparison.OrdinalIgnoreCase)) return SdpCandidateKind.Tcp;
        if (!transport.Equals("udp", StringComparison.OrdinalIgnoreCase)) return SdpCandidateKind.Other;
        if (!TryAddress(host, out IPAddress? address)) return IsName(host) ? SdpCandidateKind.HostName : SdpCandidateKind.Malformed;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || IsMulticast(address)) return SdpCandidateKind.Other;
        candidate = new IceCandidate(type, TransportAddress.From(address, (ushort)port), priority) { Related = ReadRelated(rest) };
        return SdpCandidateKind.Checkable;
    }

    /// <summary>
    /// The user fragment some browsers append to each candidate, so that one of an old generation can be told (RFC 8839
    /// §5.1 lets a candidate have extensions).
    /// </summary>
    public static bool TryGetUfrag(ReadOnlySpan<char> value, out ReadOnlySpan<char> ufrag)
    {
        const int fixedTokens = 8;
        for (int i = 0; i < fixedTokens; i++) SdpText.Cut(ref value, ' ');
        return TryGetExtension(value, "ufrag", out ufrag);
    }

    /// <summary>The value of "a=candidate:" for one of ours; one by TCP is passive.</summary>
    public static string Format(in IceCandidate candidate, int foundation)
    {
        bool isTcp = candidate.Address.Via == Route.Tcp;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{foundation} {RtpComponent} {(isTcp ? "tcp" : "udp")} {candidate.Priority} {candidate.Address.ToIPAddress()} {candidate.Address.Port} typ {Name(candidate.Type)}");
        // RFC 8839 §5.1: raddr and rport are there for all but host candidates.
        if (candidate.Type != IceCandidateType.Host)
        {
            TransportAddress related = candidate.Related ?? Untold(candidate.Address);
            text = string.Create(CultureInfo.InvariantCulture, $"{text} raddr {related.ToIPAddress()} rport {related.Port}");
        }

        return isTcp ? text + " tcptype passive" : text;
    }

    private static TransportAddress Untold(in TransportAddress address) =>
        TransportAddress.From(address.IsIPv4 ? IPAddress.Any : IPAddress.IPv6Any, UntoldPort);

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

    private static TransportAddress? ReadRelated(ReadOnlySpan<char> extensions)
    {
        if (!TryGetExtension(extensions, "raddr", out ReadOnlySpan<char> host) || !TryAddress(host, out IPAddress? address)) return null;
        if (!TryGetExtension(extensions, "rport", out ReadOnlySpan<char> text) || !TryNumber(text, out uint port) || port > ushort.MaxValue) return null;
        return TransportAddress.From(address, (ushort)port);
    }

    // What follows the type is pairs of a name and a value.
    private static bool TryGetExtension(ReadOnlySpan<char> extensions, ReadOnlySpan<char> wanted, out ReadOnlySpan<char> value)
    {
        while (!extensions.IsEmpty)
        {
            ReadOnlySpan<char> name = SdpText.Cut(ref extensions, ' ');
            value = SdpText.Cut(ref extensions, ' ');
            if (name.SequenceEqual(wanted) && !value.IsEmpty) return true;
        }

        value = default;
        return false;
    }

    private static bool TryAddress(ReadOnlySpan<char> host, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return IsLiteral(host) && IPAddress.TryParse(host, out address);
    }

    // IPAddress.TryParse takes "1", "0x7f.1" and zones too; a candidate holds four decimals or an IPv6 address.
    private static bool IsLiteral(ReadOnlySpan<char> host) =>
        host.Contains(':') ? !host.ContainsAny('%', '[', ']') : host.Count('.') == 3 && !host.ContainsAnyExceptInRange('.', '9');

    // A name has a letter in its last label; what lacks one, such as 192.0.2, is a broken address.
    private static bool IsName(ReadOnlySpan<char> host)
    {
        if (host.Length is 0 or > MaxHost) return false;
        foreach (char c in host)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')) return false;
        ReadOnlySpan<char> label = host[(host.LastIndexOf('.') + 1)..];
        return !label.IsEmpty && char.IsAsciiLetter(label[0]);
    }

    private static bool IsMulticast(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return address.IsIPv6Multicast || (length == 4 && bytes[0] >= 224);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
