using System.Net;
using System.Text.Json;
using Lookout.CameraService.Cameras;
using Lookout.CameraService.WebRtc;
using Lookout.Rtc.Stun;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Http;

/// <summary>
/// WHEP's endpoint (draft-ietf-wish-whep): POST an offer, get an answer and the address of the session's resource, which is
/// <see cref="WhepResource"/>. Also as go2rtc's clients expect it: the camera in ?src=, and JSON in and out.
/// </summary>
internal sealed class WhepEndpoint(CameraDirectory cameras, WebRtcServer viewers, HostCandidates candidates, IceServerLinks servers, OpeningRate rate)
{
    private const string Methods = "OPTIONS, POST";
    private const int NotConnectedRetrySeconds = 1;

    /// <summary>/{camera}/whep</summary>
    public Task InvokeAsync(HttpContext context) => InvokeAsync(context, (string)context.Request.RouteValues["camera"]!, allowJson: false);

    /// <summary>/api/webrtc?src={camera}</summary>
    public Task InvokeBySourceAsync(HttpContext context) => InvokeAsync(context, context.Request.Query["src"].ToString(), allowJson: true);

    private Task InvokeAsync(HttpContext context, string camera, bool allowJson)
    {
        WhepHeaders.Expose(context.Response);
        if (HttpMethods.IsPost(context.Request.Method)) return OpenAsync(context, camera, allowJson);
        return HttpMethods.IsOptions(context.Request.Method) ? WhepHeaders.Options(context, servers) : WhepHeaders.NotAllowed(context, Methods);
    }

    private async Task OpenAsync(HttpContext context, string camera, bool allowJson)
    {
        if (cameras.IndexOf(camera) < 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "There is no camera of this name; /api/v1/cameras lists them.").ConfigureAwait(false);
            return;
        }

        bool isJson = allowJson && WhepBody.IsOfType(context.Request, WhepHeaders.Json);
        if (!isJson && !WhepBody.IsOfType(context.Request, WhepHeaders.Sdp))
        {
            string types = allowJson ? $"{WhepHeaders.Sdp} or {WhepHeaders.Json}" : WhepHeaders.Sdp;
            await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, $"An offer is {types}.").ConfigureAwait(false);
            return;
        }

        if (context.Connection.RemoteIpAddress is { } peer && !rate.TryTake(SourceNetwork.Of(TransportAddress.From(peer, 0)), out int seconds))
        {
            // The offer is not read: the connection ends with this answer.
            context.Response.Headers.Connection = "close";
            await WhepHeaders.RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Too many sessions were asked for from your address; wait a little.", seconds).ConfigureAwait(false);
            return;
        }

        if (await WhepBody.ReadAsync(context, WhepBody.MaxOffer, "An offer").ConfigureAwait(false) is not { } body) return;
        if ((isJson ? OfferIn(body) : body) is not { } offer)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "An offer in JSON is {\"type\": \"offer\", \"sdp\": \"v=0...\"}.").ConfigureAwait(false);
            return;
        }

        if (!RenditionWishes.TryParse(context.Request.Query["rendition"], out RenditionWish wish))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "rendition is auto, full, half or quarter.").ConfigureAwait(false);
            return;
        }

        if (cameras.Instance.Length == 0)
        {
            await WhepHeaders.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The cameras are still starting.", NotConnectedRetrySeconds).ConfigureAwait(false);
            return;
        }

        IReadOnlyList<IPAddress> addresses = await candidates.ForAsync(context).ConfigureAwait(false);
        string host = context.Request.Host.Host;
        var origin = new ViewerOrigin(host, context.Connection.RemoteIpAddress, candidates.Covers(host, addresses));
        WhepAnswer answer = viewers.Open(camera, offer, addresses, wish, origin);
        if (answer.Status == StatusCodes.Status201Created) await AnswerAsync(context, camera, answer, isJson).ConfigureAwait(false);
        else await WhepHeaders.RefuseAsync(context, answer.Status, answer.Problem ?? "", answer.RetryAfterSeconds).ConfigureAwait(false);
    }

    private Task AnswerAsync(HttpContext context, string camera, WhepAnswer answer, bool isJson)
    {
        HttpResponse response = context.Response;
        response.Headers.Location = $"/{camera}/whep/{answer.Secret}";
        response.Headers.ETag = answer.ETag;
        response.Headers["ID"] = answer.SessionId;
        response.Headers["Accept-Patch"] = WhepHeaders.Fragment;
        servers.AddTo(response.Headers);
        if (isJson) return response.WriteAsJsonAsync(new SessionDescriptionJson("answer", answer.Sdp), ApiJson.Default.SessionDescriptionJson, cancellationToken: context.RequestAborted);
        response.StatusCode = answer.Status;
        response.ContentType = WhepHeaders.Sdp;
        return response.WriteAsync(answer.Sdp!, context.RequestAborted);
    }

    private static string? OfferIn(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ApiJson.Default.SessionDescriptionJson) is { Type: "offer", Sdp: { } sdp } ? sdp : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>RTCSessionDescription's JSON form (W3C WebRTC §4.6.2).</summary>
internal sealed record SessionDescriptionJson(string? Type, string? Sdp);
