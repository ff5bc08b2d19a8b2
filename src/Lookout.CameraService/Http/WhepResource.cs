using Lookout.CameraService.WebRtc;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Http;

/// <summary>A WHEP session's resource, at the Location of its 201: PATCH to trickle candidates or to restart ICE, DELETE to leave.</summary>
internal sealed class WhepResource(WebRtcServer viewers, HostCandidates candidates, IceServerLinks servers)
{
    private const string Methods = "OPTIONS, PATCH, DELETE";
    private const string Gone = "There is no such session; it may have ended by itself.";

    /// <summary>/{camera}/whep/{secret}</summary>
    public Task InvokeAsync(HttpContext context)
    {
        WhepHeaders.Expose(context.Response);
        string method = context.Request.Method;
        if (HttpMethods.IsPatch(method)) return PatchAsync(context);
        if (HttpMethods.IsDelete(method)) return CloseAsync(context);
        return HttpMethods.IsOptions(method) ? WhepHeaders.Options(context, servers) : WhepHeaders.NotAllowed(context, Methods);
    }

    private static string SecretOf(HttpContext context) => (string)context.Request.RouteValues["secret"]!;

    private async Task PatchAsync(HttpContext context)
    {
        if (!WhepBody.IsOfType(context.Request, WhepHeaders.Fragment))
        {
            await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, $"A change is {WhepHeaders.Fragment} (RFC 8840).").ConfigureAwait(false);
            return;
        }

        if (await WhepBody.ReadAsync(context, WhepBody.MaxFragment, "A fragment").ConfigureAwait(false) is not { } fragment) return;
        string? ifMatch = context.Request.Headers.IfMatch.Count == 0 ? null : context.Request.Headers.IfMatch.ToString();
        WhepPatch patch = viewers.Patch(SecretOf(context), fragment, ifMatch, await candidates.ForAsync(context).ConfigureAwait(false));
        HttpResponse response = context.Response;
        if (patch.Problem is { } problem)
        {
            await WhepHeaders.RefuseAsync(context, patch.Status, problem, patch.RetryAfterSeconds).ConfigureAwait(false);
            return;
        }

        response.StatusCode = patch.Status;
        if (patch.Fragment is not { } answer) return;
        response.Headers.ETag = patch.ETag;
        response.ContentType = WhepHeaders.Fragment;
        servers.AddTo(response.Headers);
        await response.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
    }

    private Task CloseAsync(HttpContext context)
    {
        if (!viewers.Close(SecretOf(context))) return Problem.WriteAsync(context, StatusCodes.Status404NotFound, Gone);
        context.Response.StatusCode = StatusCodes.Status200OK;
        return Task.CompletedTask;
    }
}
