using System.Diagnostics;
using System.Text.Json;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>`lookout probe` against a Lookout that runs.</summary>
public sealed class ProbeTests : ProductTest
{
    // The clip has 30. A neighbour on the host may take the processors for seconds; a rate that is wrong by itself is so in every series.
    private const double SlowestFps = 28.5, FastestFps = 31.5;
    private const int Series = 3;

    [Fact]
    public async Task Clip_is_seen_as_a_clip_at_its_rate_and_alive()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().WithClip("hello", Repository.MovieHello));
        int code, series = 0;
        JsonElement report;
        do (code, report) = await ProbeAsync(lookout.Api.Url("/hello"));
        while (report.GetProperty("fps").GetDouble() is < SlowestFps or > FastestFps && ++series < Series);
        Assert.Equal(0, code);
        Assert.Equal(("clip", "online"), (report.GetProperty("kind").GetString(), report.GetProperty("state").GetString()));
        Assert.Equal((1280, 720), (report.GetProperty("width").GetInt32(), report.GetProperty("height").GetInt32()));
        Assert.InRange(report.GetProperty("fps").GetDouble(), SlowestFps, FastestFps);
        Assert.True(report.GetProperty("changing").GetBoolean());
        Assert.Equal(0, report.GetProperty("lost").GetInt32());
    }

    [Fact]
    public async Task Synthetic_picture_is_called_so()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With("clock", LookoutConfig.Clock));
        (int code, JsonElement report) = await ProbeAsync(lookout.Api.Url("/clock/whep"));
        Assert.Equal(0, code);
        Assert.Equal("synthetic", report.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Camera_without_a_picture_is_no_stream_and_the_stage_is_named()
    {
        LookoutProcess lookout = Start(new LookoutConfig().With("gone", "v4l2:///dev/video9").With("clock", LookoutConfig.Clock));
        await lookout.CameraAsync("clock", "online");
        (int code, JsonElement report) = await ProbeAsync(lookout.Api.Url("/gone"));
        Assert.Equal(1, code);
        Assert.Equal("offline", report.GetProperty("state").GetString());
        Assert.Contains("no picture", report.GetProperty("error").GetString(), StringComparison.Ordinal);
        (code, report) = await ProbeAsync(lookout.Api.Url("/nobody"));
        Assert.Equal(1, code);
        Assert.Contains("404", report.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_an_answer_too()
    {
        (int code, JsonElement report) = await ProbeAsync($"http://127.0.0.1:{FreePort.Next()}/front");
        Assert.Equal(1, code);
        Assert.Contains("reached nobody", report.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, JsonElement Report)> ProbeAsync(string url)
    {
        var start = new ProcessStartInfo(Repository.Executable, ["probe", url, "--seconds", "4", "--timeout", "8", "--json"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, JsonDocument.Parse(output).RootElement);
    }
}
