using Lookout.Link;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// The elements that decode a codec: FFmpeg's where it is installed; the container's image has OpenH264 and libde265, a
/// hundredth of its size.
/// </summary>
internal static class VideoDecoder
{
    /// <summary>Adds them to a pipeline of access units in Annex B.</summary>
    /// <param name="input">What comes before.</param>
    /// <param name="codec">Of the access units.</param>
    /// <param name="has">Whether an element is installed.</param>
    public static PipelineBuilder Add(PipelineBuilder input, VideoCodec codec, Func<string, bool> has)
    {
        // One thread: frame threading would hold pictures back, and this is the work that may be late.
        const int Threads = 1;
        (string ffmpeg, string parser, string other) = codec == VideoCodec.H265 ? ("avdec_h265", "h265parse", "libde265dec") : ("avdec_h264", "h264parse", "openh264dec");
        if (has(ffmpeg)) return input.Element(ffmpeg).With("max-threads", Threads);
        PipelineBuilder decoder = input.Element(parser).Element(other);
        return codec == VideoCodec.H265 ? decoder.With("max-threads", Threads) : decoder;
    }
}
