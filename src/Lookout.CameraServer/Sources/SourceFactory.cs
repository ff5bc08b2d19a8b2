using Lookout.Configuration.Settings;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>Opens what the settings name.</summary>
/// <param name="registry">Where GStreamer keeps its list of plugins; null: its own choice.</param>
internal sealed class SourceFactory(string? registry)
{
    /// <summary>Whether such a camera's video goes to viewers untouched where its codec allows it: a rotated one cannot.</summary>
    public static bool IsPassthrough(CameraSettings camera) =>
        camera.Rotate == 0 && (camera.Source is FileSource or RtspSource);

    /// <summary>
    /// Begins to start GStreamer on a thread of its own, which ends with it; <see cref="Open"/> waits for that. The first
    /// time, every plugin is loaded to make the list of them, which takes long on a slow machine.
    /// </summary>
    public Thread Load()
    {
        var thread = new Thread(() =>
        {
            try
            {
                Gst.Init(registry);
            }
            catch (GstException)
            {
                // Each camera meets it again when it opens, and says it where a viewer looks.
            }
        })
        { Name = "gstreamer-start", IsBackground = true };
        thread.Start();
        return thread;
    }

    /// <param name="camera">The camera's settings.</param>
    /// <param name="mode">In which form its frames come.</param>
    /// <param name="pacer">Time for sources that make their own.</param>
    /// <exception cref="SourceException">The reason, for the viewer.</exception>
    /// <exception cref="NeedsDecodingException">Call again with the mode after this one.</exception>
    public ISource Open(CameraSettings camera, SourceMode mode, IPacer pacer)
    {
        try
        {
            Gst.Init(registry);
            return camera.Source switch
            {
                V4l2Source device => DeviceSource.Open(device, camera.Rotate),
                FileSource clip => ClipSource.Open(clip, camera.Rotate, mode == SourceMode.Decoded, pacer),
                RtspSource remote => NetworkSource.Open(remote, camera.Rotate, mode),
                TestSource test => new ClockSource(test, pacer),
                _ => throw new SourceException($"no source of type {camera.Source.GetType().Name}"),
            };
        }
        catch (GstException e)
        {
            throw new SourceException(e.Message, e);
        }
    }
}
