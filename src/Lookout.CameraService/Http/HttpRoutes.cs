using Lookout.CameraService.Identity.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lookout.CameraService.Http;

/// <summary>Every address there is.</summary>
internal sealed class HttpRoutes(StatusEndpoints status, MetricsEndpoint metrics, LiveEndpoint live, WhepEndpoint whep, PeopleRoutes people, PageFiles page)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/api/v1/cameras", Reading, status.CamerasAsync);
        app.MapMethods("/healthz", Reading, status.HealthAsync);
        app.MapMethods("/readyz", Reading, status.ReadyAsync);
        app.MapMethods("/metrics", Reading, metrics.InvokeAsync);
        app.MapGet("/api/v1/live", live.InvokeAsync);
        people.Map(app);
        app.Map("/{camera}/whep", whep.EndpointAsync);
        app.Map("/{camera}/whep/{secret}", whep.SessionAsync);
        app.Map("/whep/{camera}", whep.EndpointAsync);
        app.Map("/whep/{camera}/{secret}", whep.SessionAsync);
        app.MapMethods("/{**path}", Reading, page.InvokeAsync);
    }
}
