using Lookout.Configuration.Settings;

namespace Lookout.Supervisor.Tests;

/// <summary>Settings for tests that do not care which.</summary>
internal static class Any
{
    public static LookoutSettings Settings { get; } = new()
    {
        Http = new HttpSettings("127.0.0.1:8080"),
        WebRtc = new WebRtcSettings(":8555", []),
        Models = new ModelSettings("/models"),
        Cameras = [new CameraSettings("clock", new TestSource("clock", 1280, 720, 30), 0, DetectSettings.All)],
        RunDirectory = "/run/lookout",
        DataDirectory = "/data",
        WebRoot = "/wwwroot",
    };
}
