namespace Lookout.Rtc.Srtp;

/// <summary>What SRTP keeps for one SSRC in one direction (RFC 3711 §3.2.3): a ROC is never shared between streams.</summary>
internal sealed class SrtpStream
{
    /// <summary>Highest index sent, -1 before the first packet.</summary>
    public long HighestSent = -1;

    /// <summary>Index of the next SRTCP packet to send, 31 bits.</summary>
    public uint NextRtcpIndex;

    public ReplayWindow RtpReplay;

    public ReplayWindow RtcpReplay;
}
