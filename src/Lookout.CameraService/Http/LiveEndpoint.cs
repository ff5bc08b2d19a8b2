using System.Net.WebSockets;
using Lookout.CameraService.Live;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Http;

/// <summary>WS /api/v1/live</summary>
internal sealed class LiveEndpoint(LiveFeed feed)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await Problem.WriteAsync(context, StatusCodes.Status426UpgradeRequired, "This is a WebSocket.").ConfigureAwait(false);
            return;
        }

        if (feed.Subscribe() is not { } subscription)
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Lookout is stopping.").ConfigureAwait(false);
            return;
        }

        try
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            await subscription.RunAsync(socket, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            feed.Unsubscribe(subscription);
        }
    }
}
