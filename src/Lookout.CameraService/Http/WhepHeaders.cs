using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Lookout.CameraService.Http;

/// <summary>The headers and refusals that all of WHEP's addresses share.</summary>
internal static class WhepHeaders
{
    public const string Sdp = "application/sdp";
    public const string Fragment = "application/trickle-ice-sdpfrag";
    public const string Json = "application/json";

    /// <summary>A player of another site may read why it was refused; without credentials there is nothing else to read.</summary>
    public static void Expose(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlExposeHeaders = new StringValues("ETag, ID, Accept-Patch, Link, Location, Retry-After");
    }

    /// <summary>The answer to OPTIONS: what may be sent here, and which ICE servers a player should use.</summary>
    public static Task Options(HttpContext context, IceServerLinks servers)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers["Accept-Post"] = Sdp;
        headers["Accept-Patch"] = Fragment;
        headers.AccessControlAllowMethods = "OPTIONS, GET, POST, PATCH, DELETE";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, If-Match";
        servers.AddTo(headers);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static Task NotAllowed(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return Problem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, $"This address knows {allowed}.");
    }

    public static Task RefuseAsync(HttpContext context, int status, string detail, int? retryAfterSeconds = null)
    {
        if (retryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.WriteAsync(context, status, detail);
    }
}
