using Lookout.Configuration.Settings;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>Opens what the settings name.</summary>
/// <param name="registry">Where GStreamer keeps its list of plugins; null: its own choice.</param>
internal sealed class SourceFactory(string? registry)
{
    /// <summary>Whether such a camera's H.264 goes to viewers untouched when it is H.264: a rotated one cannot.</summary>
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
    /// <param name="decode">True when H.264 was tried and did not fit.</param>
    /// <param name="pacer">Time for sources that make their own.</param>
    /// <exception cref="SourceException">The reason, for the viewer.</exception>
    /// <exception cref="NeedsDecodingException">Call again with <paramref name="decode"/>.</exception>
    public ISource Open(CameraSettings camera, bool decode, IPacer pacer)
    {
        try
        {
            Gst.Init(registry);
            decode |= !IsPassthrough(camera);
            return camera.Source switch
            {
                V4l2Source device => DeviceSource.Open(device, camera.Rotate),
                FileSource clip => ClipSource.Open(clip, camera.Rotate, decode, pacer),
                RtspSource remote => NetworkSource.Open(remote, camera.Rotate, decode),
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
