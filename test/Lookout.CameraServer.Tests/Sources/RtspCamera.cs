using System.Diagnostics;
using System.Globalization;

namespace Lookout.CameraServer.Tests.Sources;

/// <summary>GStreamer's RTSP server in a process of its own: 320x240 H.264 or H.265 at 10 fps behind a password.</summary>
internal sealed class RtspCamera : IDisposable
{
    private readonly Process _process;

    private RtspCamera(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public string Uri => $"rtsp://joe:s3cret@127.0.0.1:{Port}/live";

    public static RtspCamera Start(string codec = "h264")
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Sources", "rtsp_server.py"), codec])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        string? port = process.StandardOutput.ReadLine();
        Assert.NotNull(port);
        return new RtspCamera(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    /// <summary>The camera loses its power.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
