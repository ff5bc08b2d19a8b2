using System.Net.WebSockets;
using System.Text;

namespace Lookout.CameraService.Tests.Live;

/// <summary>Takes everything at once and never says anything.</summary>
internal sealed class RecordingSocket : WebSocket
{
    private readonly TaskCompletionSource<WebSocketReceiveResult> _silence = new();

    public List<string> Sent { get; } = [];

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    public override void Abort() => _silence.TrySetException(new WebSocketException("aborted"));

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose() => Abort();

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => _silence.Task;

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        Sent.Add(Encoding.UTF8.GetString(buffer));
        return Task.CompletedTask;
    }
}
