using System.Globalization;
using System.Text.Json;

namespace Lookout.E2E.Harness.Media;

/// <summary>whep_receiver.py in Debian's Python: the second, independent receiver. The owner disposes it, which ends it.</summary>
public sealed class AiortcReceiver : IAsyncDisposable
{
    private readonly PeerProcess _peer;

    private AiortcReceiver(PeerProcess peer) => _peer = peer;

    /// <summary>Decodes this many frames and asks for a key frame half way.</summary>
    public static AiortcReceiver Decode(string whepUrl, int frames) => Start(whepUrl, "--frames", frames);

    /// <summary>Holds this many viewers that decrypt but do not decode.</summary>
    public static AiortcReceiver Hold(string whepUrl, int viewers) => Start(whepUrl, "--hold", viewers);

    /// <summary>Waits for an event by name and returns its values.</summary>
    /// <exception cref="InvalidOperationException">The receiver ended before; its errors are in the message.</exception>
    public Task<JsonElement> EventAsync(string name) => _peer.EventAsync(name);

    /// <summary>Complete frames that a holding receiver has got so far, all its viewers together.</summary>
    public async Task<int> FramesAsync()
    {
        await _peer.Input.WriteLineAsync();
        await _peer.Input.FlushAsync();
        return (await EventAsync("frames")).GetProperty("frames").GetInt32();
    }

    /// <summary>Ends a holding receiver in order.</summary>
    public void Release() => _peer.Input.Close();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private static AiortcReceiver Start(string url, string option, int value)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "whep_receiver.py");
        return new AiortcReceiver(PeerProcess.Start("aiortc", "/usr/bin/python3", [script, url, option, value.ToString(CultureInfo.InvariantCulture)]));
    }
}
