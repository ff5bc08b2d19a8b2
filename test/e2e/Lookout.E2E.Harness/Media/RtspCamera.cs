using System.Diagnostics;
using System.Globalization;

namespace Lookout.E2E.Harness.Media;

/// <summary>A network camera: GStreamer's RTSP server in a process of its own, 320x240 at 10 fps with a key frame a second. The owner disposes it.</summary>
public sealed class RtspCamera : IDisposable
{
    private readonly Process _process;

    private RtspCamera(Process process, string uri) => (_process, Uri) = (process, uri);

    /// <summary>With its password.</summary>
    public string Uri { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="codec">h264 or h265.</param>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public static RtspCamera Start(string codec)
    {
        string script = Path.Combine(Repository.Root, "test/Lookout.CameraServer.Tests/Sources/rtsp_server.py");
        Process process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, codec]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string port = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the RTSP camera does not start");
        return new RtspCamera(process, string.Create(CultureInfo.InvariantCulture, $"rtsp://joe:s3cret@127.0.0.1:{int.Parse(port, CultureInfo.InvariantCulture)}/live"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
