using System.Net.WebSockets;
using System.Text;

namespace Lookout.CameraService.Tests.Live;

/// <summary>Takes everything at once (or nothing ever), and says nothing but Close when it is told to.</summary>
internal sealed class RecordingSocket(bool stuck = false) : WebSocket
{
    private readonly TaskCompletionSource<WebSocketReceiveResult> _silence = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sentOne = new(0);

    public List<string> Sent { get; } = [];

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    /// <summary>Waits for one more message to have been sent.</summary>
    public async Task SentOneAsync() => Assert.True(await _sentOne.WaitAsync(TestService.Patience, TestContext.Current.CancellationToken));

    public override void Abort() => _silence.TrySetException(new WebSocketException("aborted"));

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        _silence.TrySetResult(new WebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true));
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        Abort();
        _sentOne.Dispose();
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => _silence.Task;

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (stuck) return Task.Delay(Timeout.Infinite, cancellationToken);
        Sent.Add(Encoding.UTF8.GetString(buffer));
        _sentOne.Release();
        return Task.CompletedTask;
    }
}
