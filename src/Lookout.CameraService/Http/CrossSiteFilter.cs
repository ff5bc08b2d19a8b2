using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Lookout.CameraService.Http;

/// <summary>
/// The second gate: what a page of another site must not do with a visitor's browser, namely change anything, join a
/// stream or open a WebSocket. Uses Fetch Metadata, and the Origin where a browser sends none (plain HTTP to a LAN address).
/// Clients that are not browsers send neither and pass. Why WHEP is no exception: docs/design/http.md.
/// </summary>
internal sealed class CrossSiteFilter(OwnHosts hosts)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        bool harmless = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if ((harmless && !IsWebSocket(request)) || IsOurs(request)) return next(context);
        return Problem.WriteAsync(
            context,
            StatusCodes.Status403Forbidden,
            "A page of another site may not use these cameras. Open the page of this service itself, or add the other page's host to webrtc.hosts.");
    }

    private bool IsOurs(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (site is "same-origin" or "none") return true;
        string? origin = request.Headers[HeaderNames.Origin];
        if (string.IsNullOrEmpty(origin)) return string.IsNullOrEmpty(site);
        return Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
            && (string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase) || hosts.Owns(uri.Host));
    }

    private static bool IsWebSocket(HttpRequest request) =>
        request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);
}
