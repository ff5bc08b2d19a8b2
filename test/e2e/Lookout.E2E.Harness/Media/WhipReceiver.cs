using System.Diagnostics;
using System.Text.Json;

namespace Lookout.E2E.Harness.Media;

/// <summary>
/// A WHIP endpoint by somebody else, on loopback: aiortc in Debian's Python, or Pion built from Debian's Go packages. The
/// owner disposes it, which ends it.
/// </summary>
public sealed class WhipReceiver : IAsyncDisposable
{
    private readonly PeerProcess _peer;

    private WhipReceiver(PeerProcess peer) => _peer = peer;

    /// <summary>TCP port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Decodes; see whip_receiver.py for its arguments and addresses.</summary>
    public static Task<WhipReceiver> AiortcAsync(params string[] arguments) =>
        StartAsync("/usr/bin/python3", [Path.Combine(Sources, "whip_receiver.py"), .. arguments]);

    /// <summary>Puts H.264 together; see whip_receiver.go for its arguments.</summary>
    public static async Task<WhipReceiver> PionAsync(params string[] arguments) => await StartAsync(await BuildPionAsync(), arguments);

    /// <summary>Address of one of its paths.</summary>
    public string Url(string path) => $"http://127.0.0.1:{Port}{path}";

    /// <summary>Waits for an event by name and returns its values.</summary>
    /// <exception cref="InvalidOperationException">The receiver ended before; its errors are in the message.</exception>
    public Task<JsonElement> EventAsync(string name) => _peer.EventAsync(name);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private static string Sources => Path.Combine(Repository.Root, "test/e2e/peers/whip");

    private static async Task<WhipReceiver> StartAsync(string program, string[] arguments)
    {
        var receiver = new WhipReceiver(PeerProcess.Start("the WHIP receiver", program, arguments));
        receiver.Port = (await receiver.EventAsync("listening")).GetProperty("port").GetInt32();
        return receiver;
    }

    // Debian's Go packages lie in a GOPATH; a go.mod beside the source makes "/v3" in an import path be understood there.
    private static async Task<string> BuildPionAsync()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "whip-receiver-go");
        string folder = Path.Combine(path, "src/whipreceiver");
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(Sources, "whip_receiver.go"), Path.Combine(folder, "main.go"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "go.mod"), "module whipreceiver\n");
        string program = Path.Combine(path, "whip_receiver");
        var start = new ProcessStartInfo("go", ["build", "-o", program, "."]) { WorkingDirectory = folder, RedirectStandardError = true };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = $"{path}:/usr/share/gocode";
        using Process go = Process.Start(start)!;
        string errors = await go.StandardError.ReadToEndAsync();
        await go.WaitForExitAsync();
        return go.ExitCode == 0 ? program : throw new InvalidOperationException($"go build (apt-get install golang-go golang-github-pion-webrtc.v3-dev):\n{errors}");
    }
}
