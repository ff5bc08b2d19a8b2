namespace Lookout.Rtc.Session;

/// <summary>One moment on two clocks, for sender reports (RFC 3550 §6.4.1).</summary>
/// <param name="NtpTime">Wall-clock time: seconds since 1900 in the upper 32 bits, the fraction in the lower.</param>
/// <param name="RtpTime">The same moment on the stream's RTP clock.</param>
public readonly record struct SenderClock(ulong NtpTime, uint RtpTime)
{
    private const int RtpClockRate = 90_000;
    private const int FractionBits = 32;

    private static readonly DateTimeOffset NtpEpoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>From wall-clock time; wraps in 2036 as NTP itself does.</summary>
    public static SenderClock From(DateTimeOffset wallClock, uint rtpTime)
    {
        long ticks = (wallClock - NtpEpoch).Ticks;
        ulong seconds = (ulong)(ticks / TimeSpan.TicksPerSecond);
        ulong fraction = ((ulong)(ticks % TimeSpan.TicksPerSecond) << 32) / TimeSpan.TicksPerSecond;
        return new SenderClock(seconds << 32 | fraction, rtpTime);
    }

    /// <summary>NTP time of another moment on the RTP clock, less than 2^31 steps of 1/90000 s away.</summary>
    public ulong NtpTimeAt(uint rtpTime)
    {
        long steps = (int)(rtpTime - RtpTime);
        return NtpTime + (ulong)((steps << FractionBits) / RtpClockRate);
    }
}
