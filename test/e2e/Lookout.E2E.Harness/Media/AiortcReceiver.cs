using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Harness.Media;

/// <summary>whep_receiver.py in Debian's Python: the second, independent receiver. The owner disposes it, which ends it.</summary>
public sealed class AiortcReceiver : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ProcessLog _errors = new();

    private AiortcReceiver(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Decodes this many frames.</summary>
    public static AiortcReceiver Decode(string whepUrl, int frames) => Start(whepUrl, "--frames", frames);

    /// <summary>Holds this many viewers that decrypt but do not decode.</summary>
    public static AiortcReceiver Hold(string whepUrl, int viewers) => Start(whepUrl, "--hold", viewers);

    /// <summary>Waits for an event by name and returns its values.</summary>
    /// <exception cref="InvalidOperationException">The receiver ended before; its errors are in the message.</exception>
    public async Task<JsonElement> EventAsync(string name)
    {
        using var deadline = new CancellationTokenSource(2 * Poll.Generous);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("event").GetString() == name) return document.RootElement.Clone();
        }

        await _process.WaitForExitAsync(deadline.Token);
        throw new InvalidOperationException($"aiortc ended before '{name}':\n{_errors}");
    }

    /// <summary>Complete frames that a holding receiver has got so far, all its viewers together.</summary>
    public async Task<int> FramesAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        return (await EventAsync("frames")).GetProperty("frames").GetInt32();
    }

    /// <summary>Ends a holding receiver in order.</summary>
    public void Release() => _process.StandardInput.Close();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static AiortcReceiver Start(string url, string option, int value)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "whep_receiver.py");
        return new AiortcReceiver(Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, url, option, value.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }
}
