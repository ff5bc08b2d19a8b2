using System.Buffers.Binary;
using Lookout.Rtc.H264;
using Lookout.Rtc.H265;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Sdp;

/// <summary>What a camera sends, as far as an answer speaks of it: the codec, and of the two profiles the codec's own.</summary>
public readonly record struct VideoFormat(VideoCodec Codec, H264Profile H264, H265Profile H265)
{
    /// <summary>What our own encoder makes.</summary>
    public static readonly VideoFormat Default = H264Of(H264Profile.ConstrainedBaseline);

    private const int MinParameterSet = 4;

    public static VideoFormat H264Of(H264Profile profile) => new(VideoCodec.H264, profile, H265Profile.Default);

    public static VideoFormat H265Of(H265Profile profile) => new(VideoCodec.H265, H264Profile.ConstrainedBaseline, profile);

    /// <summary>
    /// Finds the format in the sequence parameter set of an access unit (annex B). False when none stands before the picture.
    /// </summary>
    public static bool TryRead(VideoCodec codec, ReadOnlySpan<byte> annexB, out VideoFormat format)
    {
        format = Default;
        foreach (ReadOnlySpan<byte> nal in new AnnexBReader(annexB))
        {
            if (codec == VideoCodec.H265 ? TryReadH265(nal, ref format) : TryReadH264(nal, ref format)) return true;
            if (IsPicture(codec, nal)) return false;
        }

        return false;
    }

    /// <summary>Which of the offered payload types carries it; null when none does.</summary>
    public SdpCodec? Choose(IReadOnlyList<SdpCodec> codecs) =>
        Codec == VideoCodec.H265 ? H265Choice.Choose(codecs, H265) : H264Choice.Choose(codecs, H264);

    private static bool TryReadH264(ReadOnlySpan<byte> nal, ref VideoFormat format)
    {
        if (NalHeader.Type(nal[0]) != NalUnitType.SequenceParameterSet || nal.Length < MinParameterSet) return false;
        format = H264Of(new H264Profile(nal[1], nal[2], nal[3]));
        return true;
    }

    private static bool TryReadH265(ReadOnlySpan<byte> nal, ref VideoFormat format)
    {
        if (!H265Profile.TryRead(nal, out H265Profile profile)) return false;
        format = H265Of(profile);
        return true;
    }

    private static bool IsPicture(VideoCodec codec, ReadOnlySpan<byte> nal) => codec == VideoCodec.H265
        ? nal.Length >= H265NalHeader.Length && H265NalHeader.Type(BinaryPrimitives.ReadUInt16BigEndian(nal)) <= H265NalUnitType.ReservedSlice
        : NalHeader.Type(nal[0]) is >= NalUnitType.Slice and <= NalUnitType.SliceIdr;
}
