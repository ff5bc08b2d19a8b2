namespace Lookout.Rtc.Session;

/// <summary>What a datagram on the shared port is, by its first bytes (RFC 7983 §7, RFC 5761 §4).</summary>
public enum DatagramKind
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}

/// <summary>Tells the kinds apart. Only a first look: each kind's own parser decides.</summary>
public static class DatagramDemultiplexer
{
    private const int MinRtcpType = 192;
    private const int MaxRtcpType = 223;

    public static DatagramKind KindOf(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 2) return DatagramKind.Unknown;
        return datagram[0] switch
        {
            <= 3 => DatagramKind.Stun,
            >= 20 and <= 63 => DatagramKind.Dtls,
            >= 128 and <= 191 => datagram[1] is >= MinRtcpType and <= MaxRtcpType ? DatagramKind.Rtcp : DatagramKind.Rtp,
            _ => DatagramKind.Unknown,
        };
    }
}
