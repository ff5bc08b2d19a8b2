using Lookout.Configuration.Settings;

namespace Lookout.CameraServer.Sources;

/// <summary>In which form a source is opened; tried in this order, since none can be asked beforehand.</summary>
internal enum SourceMode
{
    /// <summary>Its H.264 as it is.</summary>
    H264,

    /// <summary>Its H.265 as it is; of network cameras only.</summary>
    H265,

    /// <summary>Raw pictures, whatever the codec.</summary>
    Decoded,
}

internal static class SourceModes
{
    public static SourceMode First(CameraSettings camera) => SourceFactory.IsPassthrough(camera) ? SourceMode.H264 : SourceMode.Decoded;

    /// <summary>What to try after a form that did not fit.</summary>
    /// <param name="mode">The form.</param>
    /// <param name="camera">The camera's settings.</param>
    /// <param name="hasFlowed">The codec was right, but its pictures are reordered.</param>
    public static SourceMode After(SourceMode mode, CameraSettings camera, bool hasFlowed) =>
        mode == SourceMode.H264 && camera.Source is RtspSource && !hasFlowed ? SourceMode.H265 : SourceMode.Decoded;
}
