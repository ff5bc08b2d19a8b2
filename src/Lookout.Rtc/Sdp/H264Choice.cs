namespace Lookout.Rtc.Sdp;

/// <summary>Which of the offered payload types carries our stream.</summary>
public static class H264Choice
{
    private const int VideoClockRate = 90_000;

    /// <summary>
    /// Picks H.264 with packetization-mode=1 (we fragment) whose profile is that of the stream; failing that the
    /// simplest more capable one, failing that the most capable. Decoders take more than they promise, so a camera's
    /// High stream goes out even to who offers baseline only. Null when there is no such payload type.
    /// </summary>
    public static SdpCodec? Choose(IReadOnlyList<SdpCodec> codecs, H264Profile stream)
    {
        SdpCodec? best = null;
        foreach (SdpCodec codec in codecs)
        {
            if (!codec.Name.Equals("H264", StringComparison.OrdinalIgnoreCase) || codec.ClockRate != VideoClockRate || codec.PacketizationMode != 1)
                continue;
            if (best is null || IsBetter(codec.Profile.Rank, best.Profile.Rank, stream.Rank)) best = codec;
        }

        return best;
    }

    private static bool IsBetter(int rank, int than, int wanted)
    {
        bool covers = rank >= wanted;
        if (covers != than >= wanted) return covers;
        return covers ? rank < than : rank > than;
    }
}
