using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Http;

/// <summary>The first gate: a request for a host that is not ours is 421 Misdirected Request, before routing, WebSockets included.</summary>
internal sealed class HostFilter(OwnHosts hosts)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        string host = context.Request.Host.Host;
        if (hosts.Serves(host)) return next(context);
        return Problem.WriteAsync(
            context,
            StatusCodes.Status421MisdirectedRequest,
            "This name is not known here. Use the machine's address, or add the name to webrtc.hosts in the configuration.");
    }
}
