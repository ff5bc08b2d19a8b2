using System.Diagnostics;
using System.Text.Json;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Harness.Media;

/// <summary>
/// A receiver or sender written by others, in a process of its own, which tells what happens as one JSON object a line:
/// {"event": name, ...}. The owner disposes it, which ends it.
/// </summary>
public sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _name;
    private readonly ProcessLog _errors = new();

    private PeerProcess(string name, Process process)
    {
        _name = name;
        _process = process;
        process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Closed to end a peer in order; a line may mean a question.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>GStreamer's webrtcbin decodes this many frames and asks for a key frame half way.</summary>
    /// <param name="whepUrl">Where the camera is.</param>
    /// <param name="frames">Decoded before it ends.</param>
    /// <param name="codec">The only one it offers: h264 or h265.</param>
    public static PeerProcess WebRtcBin(string whepUrl, int frames, string codec = "h264") =>
        Start("webrtcbin", "/usr/bin/python3", [Peer("webrtcbin_receiver.py"), whepUrl, $"{frames}", codec]);

    /// <summary>werift receives this many frames, has them decoded by FFmpeg, and asks for a key frame half way.</summary>
    public static PeerProcess Werift(string whepUrl, int frames) =>
        Start("werift", "node", [Peer("werift/receiver.mjs"), whepUrl, $"{frames}"]);

    /// <summary>Starts a program that speaks this way.</summary>
    public static PeerProcess Start(string name, string program, IReadOnlyList<string> arguments) => new(name, Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Waits for an event by name and returns its values.</summary>
    /// <exception cref="InvalidOperationException">The peer ended before; its errors are in the message.</exception>
    public async Task<JsonElement> EventAsync(string name)
    {
        using var deadline = new CancellationTokenSource(2 * Poll.Generous);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("event").GetString() == name) return document.RootElement.Clone();
        }

        await _process.WaitForExitAsync(deadline.Token);
        throw new InvalidOperationException($"{_name} ended before '{name}':\n{_errors}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Peer(string path) => Path.Combine(Repository.Root, "test", "e2e", "peers", path);
}
