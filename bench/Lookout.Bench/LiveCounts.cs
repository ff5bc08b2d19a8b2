using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Lookout.Bench;

/// <summary>Counts what the live socket tells, by kind of message and camera. The owner disposes it, which closes the socket.</summary>
internal sealed class LiveCounts : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<(string Type, string Camera), long> _counts = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>Subscribes to the live socket of this port.</summary>
    public static async Task<LiveCounts> OpenAsync(int port)
    {
        var counts = new LiveCounts();
        await counts._socket.ConnectAsync(new UriBuilder("ws", "127.0.0.1", port, "/api/v1/live").Uri, counts._stop.Token);
        counts._reading = counts.ReadAsync();
        return counts;
    }

    /// <summary>Frames in which faces were looked for.</summary>
    public long Faces(string camera) => Count("analysis", camera);

    /// <summary>Frames in which people were looked for.</summary>
    public long People(string camera) => Count("people", camera);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _reading;
        }
        catch (OperationCanceledException)
        {
            // Asked for.
        }

        _socket.Dispose();
        _stop.Dispose();
    }

    // A socket that ended early would count nothing from then on, which is no figure: whoever asks is told.
    private long Count(string type, string camera) => _reading.IsCompleted
        ? throw new InvalidOperationException("the live socket has ended", _reading.Exception)
        : _counts.GetValueOrDefault((type, camera));

    private async Task ReadAsync()
    {
        var chunk = new byte[64 * 1024];
        using var message = new MemoryStream();
        while (await _socket.ReceiveAsync(chunk.AsMemory(), _stop.Token) is { MessageType: not WebSocketMessageType.Close } part)
        {
            message.Write(chunk, 0, part.Count);
            if (!part.EndOfMessage) continue;
            using (JsonDocument json = JsonDocument.Parse(message.GetBuffer().AsMemory(0, (int)message.Length)))
            {
                // A "camera" message has its name as a member "name", and is of no interest here.
                if (json.RootElement.TryGetProperty("camera", out JsonElement camera))
                    _counts.AddOrUpdate((json.RootElement.GetProperty("type").GetString()!, camera.GetString()!), 1, (_, count) => count + 1);
            }

            message.SetLength(0);
        }
    }
}
