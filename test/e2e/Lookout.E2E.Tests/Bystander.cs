using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>A healthy camera in the same processes as a fault: it must not notice.</summary>
public sealed class Bystander
{
    /// <summary>The camera's name in the configuration.</summary>
    public const string Name = "bystander";

    private readonly LookoutProcess _lookout;
    private readonly int _server;
    private readonly int _service;

    private Bystander(LookoutProcess lookout, int server, int service) => (_lookout, _server, _service) = (lookout, server, service);

    /// <summary>Waits until the camera runs and remembers who serves it.</summary>
    public static async Task<Bystander> OfAsync(LookoutProcess lookout)
    {
        ArgumentNullException.ThrowIfNull(lookout);
        await lookout.CameraAsync(Name, "online");
        return new Bystander(lookout, await lookout.WorkerAsync("camera-server"), await lookout.WorkerAsync("camera-service"));
    }

    /// <summary>Its frames go on, in the same two processes, which were never started again.</summary>
    public async Task UnharmedAsync()
    {
        double before = (await MetricsAsync()).Frames(Name);
        await Poll.UntilAsync(async () => (await MetricsAsync()).Frames(Name) >= before + 15, "15 more frames of the camera beside the fault");
        CameraReport camera = await _lookout.CameraAsync(Name, "online");
        Assert.Equal(0, camera.Restarts);

        Metrics metrics = await MetricsAsync();
        Assert.Equal(0, metrics.Restarts("camera-server"));
        Assert.Equal(0, metrics.Restarts("camera-service"));
        Assert.Equal(_server, _lookout.Worker("camera-server"));
        Assert.Equal(_service, _lookout.Worker("camera-service"));
    }

    private Task<Metrics> MetricsAsync() => Poll.ForAsync(_lookout.Api.MetricsAsync, "/metrics answers");
}
