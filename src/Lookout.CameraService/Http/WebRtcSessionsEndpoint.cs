using Lookout.CameraService.WebRtc;
using Lookout.CameraService.WebRtc.Diagnosis;
using Lookout.CameraService.Whip;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Http;

/// <summary>Sessions of now, those that failed in the last ten minutes with what to do about it, and where cameras are published.</summary>
internal sealed class WebRtcSessionsEndpoint(WebRtcServer viewers, WhipPublications publications)
{
    /// <summary>/api/v1/webrtc/publications</summary>
    public Task PublicationsAsync(HttpContext context)
    {
        PublicationJson[] list = [.. publications.Status.Select(PublicationJson.From)];
        return context.Response.WriteAsJsonAsync(list, ApiJson.Default.PublicationJsonArray, cancellationToken: context.RequestAborted);
    }

    /// <summary>/api/v1/webrtc/sessions</summary>
    public async Task ListAsync(HttpContext context)
    {
        IReadOnlyList<SessionDiagnosis> all = await viewers.DiagnoseAsync(context.RequestAborted).ConfigureAwait(false);
        SessionJson[] list = [.. all.Select(s => new SessionJson(s.Id, s.Camera, s.Direction, s.State, s.Reason, s.AgeSeconds, s.Sending, s.Remedy?.Sentence))];
        await context.Response.WriteAsJsonAsync(list, ApiJson.Default.SessionJsonArray, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>/api/v1/webrtc/sessions/{id}/diagnostics</summary>
    public async Task DiagnoseAsync(HttpContext context)
    {
        string id = (string)context.Request.RouteValues["id"]!;
        IReadOnlyList<SessionDiagnosis> all = await viewers.DiagnoseAsync(context.RequestAborted).ConfigureAwait(false);
        if (all.FirstOrDefault(session => session.Id == id) is { } found)
            await context.Response.WriteAsJsonAsync(found, ApiJson.Default.SessionDiagnosis, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        else
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such session, and none failed in the last ten minutes; /api/v1/webrtc/sessions lists them.").ConfigureAwait(false);
    }
}

/// <param name="Id">Public name of the session.</param>
/// <param name="Camera">Which camera it shows.</param>
/// <param name="Direction">viewer or publication.</param>
/// <param name="State">connecting, connected, ended or failed.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="AgeSeconds">Since it was opened, or how long it lasted.</param>
/// <param name="Sending">What is sent, and what is known of the path.</param>
/// <param name="Remedy">What to change; null where nothing is wrong.</param>
internal sealed record SessionJson(string Id, string Camera, string Direction, string State, string Reason, double AgeSeconds, SendingView Sending, string? Remedy);
