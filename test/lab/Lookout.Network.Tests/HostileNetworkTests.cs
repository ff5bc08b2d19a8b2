using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.Network.Tests;

/// <summary>A real Chromium in a namespace of its own while its network, or somebody in it, turns hostile.</summary>
public sealed class HostileNetworkTests
{
    private const string Camera = "clock";
    private const int FloodRate = 50_000;
    private const int HealthyGapMs = 500;

    private const string OwnAddress =
        """
        async () => {
          const report = await probe.peers.at(-1).peer.getStats();
          const pair = report.get([...report.values()].find(one => one.type === 'transport').selectedCandidatePairId);
          return report.get(pair.localCandidateId).address;
        }
        """;

    private static readonly TimeSpan FloodTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoneTime = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan DownTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackTime = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Fifty_thousand_forged_datagrams_a_second_cost_less_than_a_core_and_no_session()
    {
        using LossyNetwork network = LossyNetwork.Create(loss: 0);
        await using LookoutProcess lookout = await StartAsync(network);
        await using ChromiumBrowser browser = await ChromiumBrowser.StartAsync(network.Name);
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"));
        await page.FirstFrameAsync(Camera);
        int service = lookout.Worker("camera-service") ?? throw new InvalidOperationException("no camera-service");
        int settled = (await page.FramesAsync(Camera)).Length;
        long idle = await CostAsync(service, () => Task.Delay(FloodTime, TestContext.Current.CancellationToken));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Parse(network.ServerAddress), lookout.Config.MediaPort);

        long sent = 0;
        long flooded = await CostAsync(service, async () => sent = await Task.Run(() => Flood(socket), TestContext.Current.CancellationToken));

        PresentedFrame[] frames = await page.FramesAsync(Camera, settled);
        double longest = frames.Zip(frames.Skip(1), (before, after) => after.Now - before.Now).Max();
        string report = $"{sent / FloodTime.TotalSeconds:N0} forged datagrams a second: {flooded / FloodTime.TotalNanoseconds:P0} of a core, "
            + $"{idle / FloodTime.TotalNanoseconds:P0} without; longest pause of a viewer {longest:F0} ms";
        Figures.Add(report);
        Metrics metrics = (await lookout.Api.MetricsAsync())!;
        await lookout.TerminateAsync();

        Assert.True(sent > FloodRate * FloodTime.TotalSeconds * 0.9, report);
        Assert.Equal(0, socket.Available);
        Assert.True(flooded < FloodTime.TotalNanoseconds, report);
        Assert.True(longest < HealthyGapMs, report);
        Assert.Equal(1, metrics[$$"""lookout_webrtc_sessions{camera="{{Camera}}"}"""]);
    }

    [Fact]
    public async Task Session_of_a_browser_that_was_killed_is_gone_in_35_seconds()
    {
        using LossyNetwork network = LossyNetwork.Create(loss: 0);
        await using LookoutProcess lookout = await StartAsync(network);
        await using ChromiumBrowser browser = await ChromiumBrowser.StartAsync(network.Name);
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"));
        await page.FirstFrameAsync(Camera);

        // As if its machine had lost power: nothing of it says good-bye, and nobody says that its port is closed.
        network.Cut();
        long start = Stopwatch.GetTimestamp();
        await Poll.UntilAsync(async () => await SessionsAsync(lookout) == 0, "the session is gone", GoneTime);
        Figures.Add($"session of a viewer whose machine died: gone after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        await lookout.TerminateAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Viewer_is_back_in_ten_seconds_after_our_interface_was_down(bool addressChanges)
    {
        using LossyNetwork network = LossyNetwork.Create(loss: 0);
        await using LookoutProcess lookout = await StartAsync(network);
        await using ChromiumBrowser browser = await ChromiumBrowser.StartAsync(network.Name);
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"));
        await page.FirstFrameAsync(Camera);

        network.Down();
        await Task.Delay(DownTime, TestContext.Current.CancellationToken);
        if (addressChanges) network.Renumber();
        network.Up();
        long start = Stopwatch.GetTimestamp();
        double up = await page.NowAsync();
        await page.FrameAsync(Camera, frame => frame.Now > up, "a frame after the interface came back", BackTime);
        Figures.Add($"our interface down for {DownTime.TotalSeconds} s{(addressChanges ? ", viewer's address another" : "")}: picture back after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");

        Assert.Equal(network.BrowserAddress, await page.AskAsync<string>(OwnAddress));

        await using ChromiumPage another = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"));
        await another.FirstFrameAsync(Camera);
        await lookout.TerminateAsync();
    }

    private static async Task<LookoutProcess> StartAsync(LossyNetwork network)
    {
        LookoutProcess lookout = LookoutProcess.Start(new LookoutConfig { HttpAddress = network.ServerAddress }.With(Camera, "test://clock?width=640&height=360&fps=30"));
        await lookout.ReadyAsync();
        return lookout;
    }

    private static async Task<double> SessionsAsync(LookoutProcess lookout) =>
        await lookout.Api.MetricsAsync() is { } metrics ? metrics[$$"""lookout_webrtc_sessions{camera="{{Camera}}"}"""] : -1;

    private static async Task<long> CostAsync(int process, Func<Task> work)
    {
        long before = ProcessTable.CpuNanoseconds(process);
        await work();
        return ProcessTable.CpuNanoseconds(process) - before;
    }

    // Noise, and what looks like STUN, DTLS, RTP and RTCP, at a steady rate.
    private static long Flood(Socket socket)
    {
        byte[] kinds = [0, 1, 22, 128, 129];
        var random = new Random(22);
        var datagram = new byte[200];
        long sent = 0;
        long start = Stopwatch.GetTimestamp();
        for (TimeSpan passed; (passed = Stopwatch.GetElapsedTime(start)) < FloodTime;)
        {
            for (long due = (long)(passed.TotalSeconds * FloodRate); sent < due; sent++)
            {
                random.NextBytes(datagram);
                datagram[0] = kinds[sent % kinds.Length];
                try
                {
                    socket.Send(datagram.AsSpan(0, random.Next(0, datagram.Length)));
                }
                catch (SocketException)
                {
                    // Our own sending queue is full: it counts as sent too late.
                }
            }

            Thread.Yield();
        }

        return sent;
    }
}
