using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Lookout.CameraService.Cameras;
using Lookout.CameraService.Tests.Http;
using Lookout.CameraService.Tests.WebRtc;
using Lookout.Link;

namespace Lookout.CameraService.Tests;

/// <summary>An access unit's whole way: link, service, WHEP over HTTP, an independent receiver. ffmpeg makes the video.</summary>
public class WholeWayTests
{
    private const int Frames = 30;

    [Fact]
    public async Task Viewer_by_whep_decodes_what_the_link_brings_and_is_counted()
    {
        List<byte[]> video = await AiortcTests.EncodeAsync();
        await using TestService service = await TestService.StartAsync();
        using Process receiver = AiortcTests.Start("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "WebRtc", "receive.py"), $"{Frames}");
        string offer = AiortcTests.Field(await receiver.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), "sdp").GetString()!;
        using HttpResponseMessage answer = await WhepTests.PostAsync(service, "/front/whep", offer);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        string sdp = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await receiver.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { sdp }));
        await receiver.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

        Task<string?> result = receiver.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        await PlayUntilAsync(result, service, video);
        string? line = await result;
        string errors = line is null ? await receiver.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : "";
        Assert.True(line is not null, errors);
        Assert.Equal(Frames, AiortcTests.Field(line, "frames").GetInt32());

        await service.EventuallyAsync("/metrics", (_, text) =>
            text.Contains("lookout_webrtc_sessions_connected_total 1\n", StringComparison.Ordinal)
            && text.Contains("lookout_webrtc_sessions_ended_total{reason=\"closed_by_peer\"} 1\n", StringComparison.Ordinal)
            && !text.Contains("lookout_webrtc_sessions_outbound_bytes_total 0\n", StringComparison.Ordinal));
    }

    // As an encoder would: a wish or a request restarts the clip, which begins with its key frame.
    private static async Task PlayUntilAsync(Task done, TestService service, List<byte[]> video)
    {
        int next = 0;
        service.Commanded = _ => Interlocked.Exchange(ref next, 0);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1000.0 / 30));
        for (ulong sequence = 1; !done.IsCompleted && await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken); sequence++)
        {
            int i = Interlocked.Increment(ref next) - 1;
            service.Link.Publish(new AccessUnitHeader(0, 0, i % video.Count == 0, sequence, TimeProvider.System.NowNs()), video[i % video.Count]);
        }
    }
}
