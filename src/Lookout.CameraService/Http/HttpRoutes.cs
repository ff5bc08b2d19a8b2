using Lookout.CameraService.Identity.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lookout.CameraService.Http;

/// <summary>Every address there is.</summary>
internal sealed class HttpRoutes(StatusEndpoints status, MetricsEndpoint metrics, LiveEndpoint live, WhepEndpoint whep, WhepResource resource, WebRtcSessionsEndpoint sessions, PeopleRoutes people, PageFiles page)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/api/v1/cameras", Reading, status.CamerasAsync);
        app.MapMethods("/healthz", Reading, status.HealthAsync);
        app.MapMethods("/readyz", Reading, status.ReadyAsync);
        app.MapMethods("/metrics", Reading, metrics.InvokeAsync);
        app.MapGet("/api/v1/live", live.InvokeAsync);
        app.MapMethods("/api/v1/webrtc/sessions", Reading, sessions.ListAsync);
        app.MapMethods("/api/v1/webrtc/sessions/{id}/diagnostics", Reading, sessions.DiagnoseAsync);
        app.MapMethods("/api/v1/webrtc/publications", Reading, sessions.PublicationsAsync);
        people.Map(app);
        app.Map("/{camera}/whep", whep.InvokeAsync);
        app.Map("/{camera}/whep/{secret}", resource.InvokeAsync);
        app.Map("/whep/{camera}", whep.InvokeAsync);
        app.Map("/whep/{camera}/{secret}", resource.InvokeAsync);
        app.Map("/api/webrtc", whep.InvokeBySourceAsync);
        app.MapMethods("/{**path}", Reading, page.InvokeAsync);
    }
}
