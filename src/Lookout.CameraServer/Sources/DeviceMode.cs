using System.Globalization;
using Lookout.Configuration.Settings;

namespace Lookout.CameraServer.Sources;

/// <summary>One way to run a V4L2 device: the caps to ask for, and whether JPEG pictures come.</summary>
internal sealed record DeviceMode(string Caps, bool IsJpeg)
{
    private const int DefaultWidth = 1280;
    private const int DefaultHeight = 720;
    private const int DefaultFps = 30;
    private const string Raw = "video/x-raw,format=(string){ NV12, I420, YV12, YUY2, UYVY, YVYU, NV21, RGB, BGR, GRAY8 }";
    private const string Jpeg = "image/jpeg";

    /// <summary>
    /// Takes the first mode the device offers. The asked size at the asked rate comes first, raw before JPEG, since raw
    /// costs no decoding and loses nothing; then the size at any rate; then whatever there is.
    /// </summary>
    /// <param name="source">What the settings ask for.</param>
    /// <param name="offers">Whether the device can deliver such caps.</param>
    public static DeviceMode? Choose(V4l2Source source, Func<string, bool> offers)
    {
        string size = Text($",width=(int){source.Width ?? DefaultWidth},height=(int){source.Height ?? DefaultHeight}");
        string rate = Text($",framerate=(fraction){source.Fps ?? DefaultFps}/1");
        foreach (string limits in (ReadOnlySpan<string>)[size + rate, size, rate, ""])
        {
            if (offers(Raw + limits)) return new DeviceMode(Raw + limits, IsJpeg: false);
            if (offers(Jpeg + limits)) return new DeviceMode(Jpeg + limits, IsJpeg: true);
        }
        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
