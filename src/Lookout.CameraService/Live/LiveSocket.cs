using System.Net.WebSockets;
using System.Threading.Channels;

namespace Lookout.CameraService.Live;

/// <summary>
/// One subscriber. Messages wait in a queue of <see cref="Capacity"/>; when it is full the oldest goes, since the newest
/// is worth more and nobody else may wait for this socket.
/// </summary>
internal sealed class LiveSocket
{
    public const int Capacity = 128;
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(500);

    private readonly Channel<byte[]> _queue;

    /// <param name="dropped">Called for each message that was pushed out.</param>
    public LiveSocket(Action dropped)
    {
        var options = new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _queue = Channel.CreateBounded<byte[]>(options, _ => dropped());
    }

    /// <summary>Queues one UTF-8 JSON text. Never blocks.</summary>
    public void Post(byte[] message) => _queue.Writer.TryWrite(message);

    /// <summary>Nothing more will come: the socket is closed as "going away" once the queue is sent.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Sends until the peer leaves, takes nothing for ten seconds, or <see cref="Complete"/>.</summary>
    public async Task RunAsync(WebSocket socket, CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Task receiving = DrainAsync(socket, ended);
        try
        {
            await foreach (byte[] message in _queue.Reader.ReadAllAsync(ended.Token).ConfigureAwait(false))
            {
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
                deadline.CancelAfter(SendTimeout);
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, deadline.Token).ConfigureAwait(false);
            }

            // RFC 6455 §7.1.1: the close is clean once the peer's own Close has come back.
            using var closing = new CancellationTokenSource(CloseTimeout);
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "Lookout is stopping", closing.Token).ConfigureAwait(false);
            await receiving.WaitAsync(closing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // The peer has gone, or was too slow to stay.
        }

        socket.Abort();
        await receiving.ConfigureAwait(false);
    }

    // A subscriber has nothing to say; reading is what notices that it left.
    private static async Task DrainAsync(WebSocket socket, CancellationTokenSource ended)
    {
        var scratch = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(scratch.AsMemory(), ended.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ended.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or InvalidOperationException)
        {
            // As above: the socket is over.
        }

        await ended.CancelAsync().ConfigureAwait(false);
    }
}
