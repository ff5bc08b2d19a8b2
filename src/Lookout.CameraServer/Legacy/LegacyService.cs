using System.Diagnostics;
using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.Configuration.Settings;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraServer.Legacy;

/// <summary>The compatibility socket as camera-server knows it: what cameras hand to it, and nothing at all when it is off.</summary>
internal sealed class LegacyService : IDisposable
{
    private readonly int _index = -1;
    private readonly LegacyCamera? _camera;
    private readonly LegacyServer? _server;

    private LegacyService(ICameraOutput output) => Output = output;

    private LegacyService(int index, LegacyCamera camera, LegacyServer server)
    {
        _index = index;
        _camera = camera;
        _server = server;
        Output = camera.View;
    }

    /// <summary>Where cameras and analysis publish.</summary>
    public ICameraOutput Output { get; }

    /// <param name="settings">Says whether, where and of which camera.</param>
    /// <param name="next">Gets everything that is published, in any case.</param>
    /// <param name="logger">For the socket and its clients.</param>
    public static LegacyService Create(LookoutSettings settings, ICameraOutput next, ILogger logger)
    {
        if (settings.Legacy is not { } legacy) return new LegacyService(next);
        int index = legacy.Camera == null ? 0 : settings.Cameras.ToList().FindIndex(camera => camera.Name == legacy.Camera);
        if (index < 0 || index >= settings.Cameras.Count)
        {
            LegacyLog.NotListening(logger, $"there is no camera {legacy.Camera}");
            return new LegacyService(next);
        }
        var camera = new LegacyCamera(
            settings.Cameras[index].Name, new NewestFrame(Stopwatch.GetTimestamp), new CameraView(index, next), new StillFaces(new ModelSet(settings.Models), settings.Recognition.Enabled));
        return new LegacyService(index, camera, new LegacyServer(legacy.Socket, camera, LegacyTiming.Default, logger));
    }

    /// <summary>Where a camera leaves its frames; null for one that is not served.</summary>
    public NewestFrame? NewestOf(int camera) => camera == _index ? _camera!.Newest : null;

    public void Start() => _server?.Start();

    public void Dispose()
    {
        _server?.Dispose();
        _camera?.Stills.Dispose();
    }
}
