using Lookout.Configuration.Settings;
using Lookout.Native.Gst;

namespace Lookout.Doctor;

/// <summary>Are GStreamer and the elements there that the configured cameras need?</summary>
internal static class GStreamerCheck
{
    // Element, Debian's and Ubuntu's package.
    private static readonly (string Element, string Package)[] Always =
    [
        ("appsink", "gstreamer1.0-plugins-base"),
        ("appsrc", "gstreamer1.0-plugins-base"),
        ("videoconvert", "gstreamer1.0-plugins-base"),
        ("decodebin", "gstreamer1.0-plugins-base"),
        ("h264parse", "gstreamer1.0-plugins-bad"),
        ("x264enc", "gstreamer1.0-plugins-ugly"),
    ];

    // Either decodes H.264 for analysis, and H.265 for whoever does not take that.
    private static readonly (string Element, string Package)[] H264Decoders = [("avdec_h264", "gstreamer1.0-libav"), ("openh264dec", "gstreamer1.0-plugins-bad")];
    private static readonly (string Element, string Package)[] H265Decoders = [("avdec_h265", "gstreamer1.0-libav"), ("libde265dec", "gstreamer1.0-plugins-bad")];

    private static readonly (string Element, string Package)[] ForDevices = [("v4l2src", "gstreamer1.0-plugins-good"), ("jpegdec", "gstreamer1.0-plugins-good")];

    private static readonly (string Element, string Package)[] ForFiles =
        [("filesrc", "libgstreamer1.0-0"), ("parsebin", "gstreamer1.0-plugins-base"), ("qtdemux", "gstreamer1.0-plugins-good")];

    private static readonly (string Element, string Package)[] ForNetwork = [("rtspsrc", "gstreamer1.0-plugins-good"), ("rtph264depay", "gstreamer1.0-plugins-good"), ("rtph265depay", "gstreamer1.0-plugins-good")];

    private static readonly (string Element, string Package)[] ForRotation = [("videoflip", "gstreamer1.0-plugins-good")];

    // Pictures of people who are enrolled.
    private static readonly (string Element, string Package)[] ForRecognition =
        [("jpegdec", "gstreamer1.0-plugins-good"), ("pngdec", "gstreamer1.0-plugins-good"), ("videoflip", "gstreamer1.0-plugins-good")];

    public static IEnumerable<Finding> Look(LookoutSettings settings)
    {
        try
        {
            Gst.Init();
        }
        catch (GstException exception)
        {
            return [new Finding("GStreamer", exception.Message, "apt-get install libgstreamer1.0-0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly gstreamer1.0-libav")];
        }
        return [Finding.Fine($"GStreamer {Gst.Version}"), .. Needed(settings).Distinct().Select(Ask), AskForEither(H264Decoders), AskForEither(H265Decoders)];
    }

    private static IEnumerable<(string Element, string Package)> Needed(LookoutSettings settings)
    {
        IEnumerable<(string, string)> needed = settings.Recognition.Enabled ? Always.Concat(ForRecognition) : Always;
        foreach (CameraSettings camera in settings.Cameras)
        {
            needed = camera.Source switch
            {
                V4l2Source => needed.Concat(ForDevices),
                FileSource => needed.Concat(ForFiles),
                RtspSource => needed.Concat(ForNetwork),
                _ => needed,
            };
            if (camera.Rotate != 0) needed = needed.Concat(ForRotation);
        }
        return needed;
    }

    private static Finding AskForEither((string Element, string Package)[] elements) => Ask(elements.FirstOrDefault(one => Gst.HasElement(one.Element), elements[0]));

    private static Finding Ask((string Element, string Package) needed) => Gst.HasElement(needed.Element)
        ? Finding.Fine($"GStreamer element {needed.Element}")
        : new Finding($"GStreamer element {needed.Element}", "is not installed", $"apt-get install {needed.Package}");
}
