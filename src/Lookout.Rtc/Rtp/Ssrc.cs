namespace Lookout.Rtc.Rtp;

/// <summary>A synchronisation source (RFC 3550 §3): which RTP stream a packet belongs to.</summary>
public readonly record struct Ssrc(uint Value)
{
    /// <summary>Eight hexadecimal digits, as tools print an SSRC.</summary>
    public override string ToString() => Value.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}
