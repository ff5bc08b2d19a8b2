using Microsoft.Extensions.Hosting;

namespace Lookout.CameraService.Http;

/// <summary>The worker decides when HTTP ends; ASP.NET Core's default would take SIGTERM and SIGINT for itself.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
