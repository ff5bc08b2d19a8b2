using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.Container.Tests;

/// <summary>The image and docker-compose.yml as they ship, on a real engine, watched by a real browser.</summary>
public sealed class ContainerTests(Laboratory laboratory)
{
    private const int Restarts = 20;
    private const int Stops = 50;
    private const int Seed = 3;
    private static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(Generation.V1)]
    [InlineData(Generation.V2)]
    public async Task Up_shows_the_picture_and_down_leaves_nothing(Generation generation)
    {
        await using ComposeProject project = await ComposeProject.UpAsync(laboratory, generation: generation);
        await using (ChromiumPage page = await project.WatchAsync())
            Laboratory.Say($"cold start, Compose {generation}, `up -d` -> first frame decoded in Chromium: {Stopwatch.GetElapsedTime(project.Started).TotalSeconds:0.0} s");
        int main = await project.MainProcessAsync();
        await project.DownAsync();

        Assert.Empty(await laboratory.DockerAsync("ps", "--all", "--quiet", "--filter", "label=com.docker.compose.service=camera-service"));
        Assert.Empty(await laboratory.DockerAsync("network", "ls", "--quiet", "--filter", "label=com.docker.compose.project"));
        Assert.False(Directory.Exists($"/proc/{main}"));
        Assert.Empty(ProcessTable.Children(main));
        // Both ports are free again.
        foreach (int port in new[] { 8080, 8555 })
        {
            using var tcp = new TcpListener(IPAddress.Any, port);
            tcp.Start();
        }

        using var udp = new UdpClient(8555);
    }

    [Fact]
    public async Task Twenty_restarts_each_come_back_with_the_picture_without_a_hand()
    {
        await using ComposeProject project = await ComposeProject.UpReadyAsync(laboratory);
        await using ChromiumPage page = await project.WatchAsync();
        string container = await project.ContainerAsync();
        var took = new List<double>();
        for (int i = 0; i < Restarts; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await laboratory.DockerAsync("restart", container);
            await NewPictureAsync(page, Camera);
            took.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        took.Sort();
        Laboratory.Say($"{Restarts} restarts -> picture in the same page: median {took[took.Count / 2]:0.0} s, worst {took[^1]:0.0} s");
    }

    [Theory]
    [InlineData("camera-server")]
    [InlineData("camera-service")]
    public async Task Killed_worker_comes_back_with_the_picture_and_the_container_stays(string worker)
    {
        await using ComposeProject project = await ComposeProject.UpReadyAsync(laboratory);
        await using ChromiumPage page = await project.WatchAsync();
        int main = await project.MainProcessAsync();
        int killed = await project.WorkerAsync(worker);
        PresentedFrame last = await page.FirstFrameAsync(Camera);
        Signals.Kill(killed);
        await project.WorkerAsync(worker, not: killed);
        await page.FrameAsync(Camera, frame => frame.Now > last.Now + 1000, "a frame after the worker's death");
        Assert.Equal(main, await project.MainProcessAsync());
        Assert.Equal("0", await project.InspectAsync("{{.RestartCount}}"));
    }

    [Fact]
    public async Task Killed_supervisor_is_started_again_by_the_engine()
    {
        await using ComposeProject project = await ComposeProject.UpReadyAsync(laboratory);
        await using ChromiumPage page = await project.WatchAsync();
        int main = await project.MainProcessAsync();
        Signals.Kill(main);
        await NewPictureAsync(page, Camera);
        Assert.NotEqual(main, await project.MainProcessAsync());
        Assert.Equal("1", await project.InspectAsync("{{.RestartCount}}"));
    }

    [Fact]
    public async Task Restart_of_the_engine_brings_the_picture_back()
    {
        await using ComposeProject project = await ComposeProject.UpReadyAsync(laboratory);
        await using ChromiumPage page = await project.WatchAsync();
        await Laboratory.RestartEngineAsync();
        await NewPictureAsync(page, Camera);
    }

    [Fact]
    public async Task Every_stop_of_fifty_is_orderly_and_short()
    {
        await using ComposeProject project = await ComposeProject.UpReadyAsync(laboratory);
        string container = await project.ContainerAsync();
        var random = new Random(Seed);
        var took = new List<double>();
        for (int i = 0; i < Stops; i++)
        {
            await laboratory.DockerAsync("start", container);
            // What is varied is the moment: from the first milliseconds of the start to streaming.
            await Task.Delay(random.Next(2000), TestContext.Current.CancellationToken);
            long start = Stopwatch.GetTimestamp();
            await laboratory.DockerAsync("stop", "--time", "30", container);
            took.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            Assert.Equal("0", await project.InspectAsync("{{.State.ExitCode}}"));
        }

        took.Sort();
        Laboratory.Say($"docker stop, {Stops} times: median {took[took.Count / 2]:0.00} s, worst {took[^1]:0.00} s");
        // The 99th percentile of fifty is the worst.
        Assert.True(took[^1] <= StopBudget.TotalSeconds, $"worst stop took {took[^1]:0.0} s");
    }

    [Fact]
    public async Task Orphans_in_the_container_are_reaped()
    {
        await using ComposeProject project = await ComposeProject.UpReadyAsync(laboratory);
        int main = await project.MainProcessAsync();
        // Five hundred in portions: pids_limit is 512 and the threads of the workers count.
        for (int i = 0; i < 5; i++) await project.ShellAsync("for i in $(seq 100); do (sleep 0.05 &) ; done");
        await Poll.UntilAsync(
            () => ProcessTable.Children(main).All(pid => ProcessTable.CommandLine(pid).StartsWith("lookout ", StringComparison.Ordinal)),
            "process 1 has its two workers and no zombie",
            TimeSpan.FromSeconds(2));
        Assert.Equal(2, ProcessTable.Children(main).Count);
    }

    private static string Camera => ComposeProject.Camera;

    // The page makes its connection anew by itself; a frame counts when it came over a connection made after now.
    private static async Task NewPictureAsync(ChromiumPage page, string camera)
    {
        double now = await page.NowAsync();
        double connected = 0;
        await Poll.UntilAsync(
            async () => (connected = (await page.PeersAsync())[^1].Connected ?? 0) > now,
            "the page made a new peer connection by itself",
            TimeSpan.FromSeconds(60));
        await page.FrameAsync(camera, frame => frame.Now > connected, "a frame over the new peer connection");
    }
}
