using Lookout.CameraService.Cameras;
using Lookout.CameraService.Identity;
using Lookout.CameraService.Live;
using Lookout.CameraService.WebRtc;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Http;

/// <summary>The list of cameras, liveness and readiness.</summary>
internal sealed class StatusEndpoints(
    CameraDirectory cameras, CameraStreams streams, WebRtcServer viewers, Identities identities, string webRtcListen, IReadOnlyList<string> problems, TimeProvider time)
{
    /// <summary>/api/v1/cameras</summary>
    public Task CamerasAsync(HttpContext context)
    {
        long now = time.NowNs();
        CameraJson[] list = [.. All().Select((camera, i) => CameraJson.From(camera, now, streams.Viewers(i)))];
        return context.Response.WriteAsJsonAsync(new CameraListJson(BuildInfo.Version, list, problems), ApiJson.Default.CameraListJson, cancellationToken: context.RequestAborted);
    }

    /// <summary>
    /// /healthz: alive. What is wrong is told, but is no reason to restart us: an unplugged camera must not become a restart
    /// loop. 503 only while a bad file leaves nothing to show.
    /// </summary>
    public Task HealthAsync(HttpContext context)
    {
        string? bindError = viewers.BindError;
        string? tcpError = viewers.Routes.TcpProblem;
        bool nothingToShow = problems.Count > 0 && cameras.Count == 0;
        string status = nothingToShow ? "misconfigured" : (bindError ?? tcpError) is null && cameras.Connected && problems.Count == 0 && identities.Enabled == identities.Ready ? "ok" : "degraded";
        if (nothingToShow) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        var health = new HealthJson(
            status,
            BuildInfo.Version,
            new WebRtcHealthJson(webRtcListen, bindError, tcpError),
            new LinkHealthJson(cameras.Connected, cameras.ServerRestarts),
            new RecognitionHealthJson(identities.Enabled, identities.Ready, identities.Enabled ? identities.Reason : ""),
            problems);
        return context.Response.WriteAsJsonAsync(health, ApiJson.Default.HealthJson, cancellationToken: context.RequestAborted);
    }

    /// <summary>/readyz: 200 only while the link is up and new frames of every camera arrive.</summary>
    public Task ReadyAsync(HttpContext context)
    {
        long now = time.NowNs();
        CameraReadinessJson[] list = [.. All().Select(camera => Readiness(camera, now))];
        string[] degraded = [.. list.Where(c => !c.Ready).Select(c => c.Name)];
        bool ready = cameras.Connected && list.Length > 0 && degraded.Length == 0;
        context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsJsonAsync(new ReadinessJson(ready, degraded, list), ApiJson.Default.ReadinessJson, cancellationToken: context.RequestAborted);
    }

    private static CameraReadinessJson Readiness(CameraSnapshot camera, long nowNs)
    {
        double? ageMs = camera.FrameAgeNs(nowNs) is { } ns ? Math.Round(ns / 1e6, 1) : null;
        return new CameraReadinessJson(camera.Name, camera.Flows(nowNs), camera.State.Status, camera.State.Reason, ageMs);
    }

    private IEnumerable<CameraSnapshot> All() => Enumerable.Range(0, cameras.Count).Select(i => cameras[i]);
}
