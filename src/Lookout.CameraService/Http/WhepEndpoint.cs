using System.Globalization;
using System.Net;
using System.Text;
using Lookout.CameraService.Cameras;
using Lookout.CameraService.WebRtc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Lookout.CameraService.Http;

/// <summary>
/// WHEP (draft-ietf-wish-whep): POST an offer, get an answer and the session's resource; DELETE the resource to leave.
/// There is no trickle ICE yet, so PATCH is 405 as the draft asks of a server without it.
/// </summary>
internal sealed class WhepEndpoint(CameraDirectory cameras, WebRtcServer viewers, HostCandidates candidates)
{
    public const int MaxOffer = 64 << 10;
    private const string Sdp = "application/sdp";
    private const int NotConnectedRetrySeconds = 1;

    /// <summary>/{camera}/whep</summary>
    public Task EndpointAsync(HttpContext context)
    {
        Expose(context.Response);
        if (HttpMethods.IsPost(context.Request.Method)) return OpenAsync(context);
        return HttpMethods.IsOptions(context.Request.Method) ? Options(context) : NotAllowed(context, "OPTIONS, POST");
    }

    /// <summary>/{camera}/whep/{secret}</summary>
    public Task SessionAsync(HttpContext context)
    {
        Expose(context.Response);
        if (HttpMethods.IsDelete(context.Request.Method)) return CloseAsync(context);
        return HttpMethods.IsOptions(context.Request.Method) ? Options(context) : NotAllowed(context, "OPTIONS, DELETE");
    }

    private async Task OpenAsync(HttpContext context)
    {
        string camera = (string)context.Request.RouteValues["camera"]!;
        if (cameras.IndexOf(camera) < 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "There is no camera of this name; /api/v1/cameras lists them.").ConfigureAwait(false);
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type) || !type.MediaType.Equals(Sdp, StringComparison.OrdinalIgnoreCase))
        {
            await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, $"An offer is {Sdp}.").ConfigureAwait(false);
            return;
        }

        string? offer = await ReadOfferAsync(context).ConfigureAwait(false);
        if (offer is null)
        {
            // What is left of the body is not read: the connection ends with this answer.
            context.Response.Headers.Connection = "close";
            await Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"An offer has at most {MaxOffer} bytes.").ConfigureAwait(false);
            return;
        }

        if (cameras.Instance.Length == 0)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The cameras are still starting.", NotConnectedRetrySeconds).ConfigureAwait(false);
            return;
        }

        IReadOnlyList<IPAddress> addresses = await candidates.ForAsync(context).ConfigureAwait(false);
        WhepAnswer answer = viewers.Open(camera, offer, addresses, context.Connection.RemoteIpAddress);
        if (answer.Status != StatusCodes.Status201Created)
        {
            await RefuseAsync(context, answer.Status, answer.Problem ?? "", answer.RetryAfterSeconds).ConfigureAwait(false);
            return;
        }

        HttpResponse response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = Sdp;
        response.Headers.Location = $"/{camera}/whep/{answer.Secret}";
        response.Headers.ETag = answer.ETag;
        await response.WriteAsync(answer.Sdp!, context.RequestAborted).ConfigureAwait(false);
    }

    private Task CloseAsync(HttpContext context)
    {
        if (!viewers.Close((string)context.Request.RouteValues["secret"]!))
        {
            return Problem.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such session; it may have ended by itself.");
        }

        context.Response.StatusCode = StatusCodes.Status200OK;
        return Task.CompletedTask;
    }

    // Null when it is too long.
    private static async Task<string?> ReadOfferAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxOffer) return null;
        var body = new byte[(int?)context.Request.ContentLength + 1 ?? MaxOffer + 1];
        int length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        // SDP is UTF-8 (RFC 8866 §5); bytes that are not become U+FFFD, which the parser refuses where it matters.
        return length > MaxOffer ? null : Encoding.UTF8.GetString(body, 0, length);
    }

    private static Task Options(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers["Accept-Post"] = Sdp;
        headers.AccessControlAllowMethods = "OPTIONS, GET, POST, PATCH, DELETE";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, If-Match";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task NotAllowed(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return Problem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, $"This address knows {allowed}.");
    }

    private static Task RefuseAsync(HttpContext context, int status, string detail, int? retryAfterSeconds)
    {
        if (retryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.WriteAsync(context, status, detail);
    }

    // A player of another site may read why it was refused; without credentials there is nothing else to read.
    private static void Expose(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlExposeHeaders = new StringValues("ETag, ID, Accept-Patch, Link, Location");
    }
}
