namespace Lookout.Rtc.Sdp;

/// <summary>Which of the offered payload types carries an H.265 stream.</summary>
public static class H265Choice
{
    private const int VideoClockRate = 90_000;

    /// <summary>
    /// Picks H.265 in one stream (tx-mode SRST) of the stream's profile; failing that another one. Of equal ones the first
    /// whose tier and level hold the stream. Null when there is no such payload type.
    /// </summary>
    /// <remarks>Decoders take more than they promise, so a level too low is no reason to send nothing.</remarks>
    public static SdpCodec? Choose(IReadOnlyList<SdpCodec> codecs, H265Profile stream)
    {
        SdpCodec? best = null;
        int bestFit = -1;
        foreach (SdpCodec codec in codecs)
        {
            if (!codec.IsH265 || codec.ClockRate != VideoClockRate || !codec.IsSingleStream) continue;
            int fit = Fit(codec.H265Profile, stream);
            if (fit <= bestFit) continue;
            best = codec;
            bestFit = fit;
        }

        return best;
    }

    private static int Fit(H265Profile offered, H265Profile stream)
    {
        int fit = offered.Tier >= stream.Tier && offered.Level >= stream.Level ? 1 : 0;
        return offered.ProfileId == stream.ProfileId ? fit + 2 : fit;
    }
}
