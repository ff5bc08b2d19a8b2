using System.Diagnostics;
using Lookout.Configuration;
using Lookout.Configuration.Settings;
using Lookout.Supervisor.Protocol;

namespace Lookout.Bench.WebRtc;

/// <summary>The published `lookout camera-service`, started as the supervisor starts it, on one core. Disposing it lets it end.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);
    private readonly Process _process;

    /// <param name="binary">The executable.</param>
    /// <param name="core">The core it may use.</param>
    /// <param name="nonce">Secret of the link.</param>
    /// <param name="settings">Its configuration.</param>
    public ServiceProcess(string binary, string core, string nonce, LookoutSettings settings)
    {
        // taskset becomes the service: same process, same parent.
        var start = new ProcessStartInfo("taskset", ["-c", core, binary, "camera-service"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.StandardInput.BaseStream.Write(new BootMessage(Environment.ProcessId, nonce, settings).ToLine());
        _process.StandardInput.BaseStream.Flush();
    }

    public int Id => _process.Id;

    /// <summary>Blocks until it says that it is ready, then has its control lines taken until it ends.</summary>
    public void WaitReady()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.Contains("ready", StringComparison.Ordinal)) continue;
            new Thread(Drain) { Name = "service-beats", IsBackground = true }.Start();
            return;
        }

        throw new InvalidOperationException("camera-service ended before it was ready");
    }

    /// <summary>A configuration of one camera, on these ports and in this directory.</summary>
    public static LookoutSettings Settings(string directory, int http, int media)
    {
        string yaml = $$"""
            http:   { listen: "127.0.0.1:{{http}}" }
            webrtc: { listen: ":{{media}}", max_viewers: 128 }
            cameras: { bench: { source: "test://clock?width=1280&height=720&fps=30" } }
            """;
        var surroundings = new Surroundings
        {
            Variables = new Dictionary<string, string> { ["LOOKOUT_RUN_DIR"] = directory, ["LOOKOUT_DATA_DIR"] = directory },
            ExecutableDirectory = directory,
            WorkingDirectory = directory,
            UserId = 0,
            IsWritable = Directory.Exists,
            CaptureDevices = () => [],
        };
        ConfigResult result = ConfigLoader.Parse(yaml, null, surroundings);
        return result.Settings is { } settings
            ? settings with { RunDirectory = directory, DataDirectory = directory }
            : throw new InvalidDataException(string.Join('\n', result.Problems));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(EndPatience)) _process.Kill();
        _process.Dispose();
    }

    private void Drain()
    {
        while (_process.StandardOutput.ReadLine() is not null)
        {
        }
    }
}
