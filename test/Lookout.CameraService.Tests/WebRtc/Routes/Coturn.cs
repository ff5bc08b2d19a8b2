using System.Diagnostics;
using System.Text;

namespace Lookout.CameraService.Tests.WebRtc.Routes;

/// <summary>Debian's coturn on ports of its own of the loopback. The owner disposes it, which ends it.</summary>
internal sealed class Coturn : IDisposable
{
    public const string Username = "lookout";
    public const string Password = "open-sesame";
    public const string Secret = "north";

    private readonly StringBuilder _log = new();
    private readonly Process _process;

    /// <param name="withSecret">Takes time-limited credentials made of <see cref="Secret"/>; otherwise user and password.</param>
    /// <param name="port">Where to listen; null takes a free port.</param>
    public Coturn(bool withSecret = false, int? port = null)
    {
        Port = port ?? ServerFixture.FreePort();
        string[] credentials = withSecret ? ["--use-auth-secret", $"--static-auth-secret={Secret}"] : ["--lt-cred-mech", $"--user={Username}:{Password}"];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("/usr/bin/turnserver",
            [
                "-n", "-v", "--no-cli", "--no-tls", "--no-dtls", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", $"--listening-port={Port}",
                "--realm=lookout.test", "--allow-loopback-peers", "--log-file=stdout", "--simple-log", $"--pidfile={Folder}/pid", $"--userdb={Folder}/db",
                .. credentials,
            ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Folder,
            },
        };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>Its folder, which goes away with it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("lookout-coturn-").FullName;

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Note(string? line)
    {
        lock (_log) _log.AppendLine(line);
    }
}
