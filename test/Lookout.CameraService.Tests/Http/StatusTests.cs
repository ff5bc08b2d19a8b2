using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Lookout.CameraService.Cameras;
using Lookout.Link;

namespace Lookout.CameraService.Tests.Http;

public class StatusTests
{
    private static long Now => TimeProvider.System.NowNs();

    [Fact]
    public async Task Cameras_are_listed_as_the_link_tells_them()
    {
        await using TestService service = await TestService.StartAsync();
        service.Link.Publish(TestService.Online(0, Now) with
        {
            Renditions =
            [
                new(0, RenditionStatus.Running, "", VideoCodec.H264, 1280, 720, 1_912_345, 2_000_000),
                new(2, RenditionStatus.Refused, "the machine has no time for it", VideoCodec.H264, 320, 180, 0, 200_000),
            ],
        });
        service.Link.Publish(new CameraState(1, CameraStatus.NoSignal, "no frame for 2 s", 0, 0, 0, 0, 0, 0, 0));
        string body = await service.EventuallyAsync("/api/v1/cameras", (_, b) => b.Contains("no_signal", StringComparison.Ordinal) && b.Contains("online", StringComparison.Ordinal));

        JsonElement json = JsonDocument.Parse(body).RootElement;
        Assert.Equal("0.1.0", json.GetProperty("version").GetString());
        JsonElement front = json.GetProperty("cameras")[0];
        Assert.Equal(
            ["name", "kind", "state", "reason", "width", "height", "fps", "frameAgeMs", "restarts", "viewers", "renditions"],
            front.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("front", "camera", "online"), (front.GetProperty("name").GetString(), front.GetProperty("kind").GetString(), front.GetProperty("state").GetString()));
        Assert.Equal((1280, 720, 29.97), (front.GetProperty("width").GetInt32(), front.GetProperty("height").GetInt32(), front.GetProperty("fps").GetDouble()));
        Assert.True(front.GetProperty("frameAgeMs").GetDouble() >= 0);
        Assert.Equal(
            """[{"name":"full","state":"running","reason":"","codec":"h264","width":1280,"height":720,"kbps":1912.3,"targetKbps":2000},{"name":"quarter","state":"refused","reason":"the machine has no time for it","codec":"h264","width":320,"height":180,"kbps":0,"targetKbps":200}]""",
            front.GetProperty("renditions").GetRawText());
        JsonElement yard = json.GetProperty("cameras")[1];
        Assert.Equal(("clip", "no frame for 2 s"), (yard.GetProperty("kind").GetString(), yard.GetProperty("reason").GetString()));
        Assert.Equal(JsonValueKind.Null, yard.GetProperty("frameAgeMs").ValueKind);
    }

    [Fact]
    public async Task Bad_configuration_with_nothing_to_stand_in_is_told_everywhere_and_is_not_well()
    {
        const string Problem = "/config/lookout.yml:2:3: cameras.front.sauce: unknown key";
        await using TestService service = await TestService.StartMisconfiguredAsync(Problem);
        string health = await service.EventuallyAsync("/healthz", (status, _) => status == HttpStatusCode.ServiceUnavailable);
        Assert.Contains("misconfigured", health, StringComparison.Ordinal);
        Assert.Contains(Problem, health, StringComparison.Ordinal);
        Assert.Contains(Problem, await service.EventuallyAsync("/api/v1/cameras", (status, _) => status == HttpStatusCode.OK), StringComparison.Ordinal);
        await service.EventuallyAsync("/readyz", (status, _) => status == HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Alive_without_a_camera_server_and_says_so()
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken);
        JsonElement json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("degraded", json.GetProperty("status").GetString());
        Assert.False(json.GetProperty("link").GetProperty("connected").GetBoolean());
        await service.EventuallyAsync("/readyz", (status, _) => status == HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Busy_tcp_port_is_told_and_degrades_though_viewers_still_come_by_udp()
    {
        using var squatter = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        squatter.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        squatter.Listen();
        await using TestService service = await TestService.StartAsync(udpPort: ((IPEndPoint)squatter.LocalEndPoint!).Port);

        string health = await service.EventuallyAsync("/healthz", (status, body) => status == HttpStatusCode.OK && !body.Contains("\"tcpError\":null", StringComparison.Ordinal));

        JsonElement json = JsonDocument.Parse(health).RootElement;
        Assert.Equal(("degraded", JsonValueKind.Null), (json.GetProperty("status").GetString(), json.GetProperty("webRtc").GetProperty("error").ValueKind));
        Assert.NotEmpty(json.GetProperty("webRtc").GetProperty("tcpError").GetString()!);
    }

    [Fact]
    public async Task Ready_means_that_frames_of_every_camera_flow()
    {
        await using TestService service = await TestService.StartAsync();
        service.Link.Publish(TestService.Online(0, Now));
        service.Link.Publish(TestService.Online(1, Now - 3_000_000_000)); // says online, but shows nothing new
        string body = await service.EventuallyAsync("/readyz", (_, b) => b.Contains("\"degraded\":[\"yard\"]", StringComparison.Ordinal));
        JsonElement json = JsonDocument.Parse(body).RootElement;
        Assert.False(json.GetProperty("ready").GetBoolean());
        Assert.True(json.GetProperty("cameras")[0].GetProperty("ready").GetBoolean());
        Assert.False(json.GetProperty("cameras")[1].GetProperty("ready").GetBoolean());

        service.Link.Publish(TestService.Online(0, Now));
        service.Link.Publish(TestService.Online(1, Now));
        await service.EventuallyAsync("/readyz", (status, b) => status == HttpStatusCode.OK && b.Contains("\"degraded\":[]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Frames_that_arrive_count_before_the_next_state_tells_of_them()
    {
        await using TestService service = await TestService.StartAsync();
        service.Link.Publish(TestService.Online(0, Now));
        service.Link.Publish(TestService.Online(1, 1));
        await service.EventuallyAsync("/readyz", (_, b) => b.Contains("\"degraded\":[\"yard\"]", StringComparison.Ordinal));
        service.Link.Publish(TestService.Online(0, Now));
        service.Link.Publish(new Analysis(1, 1, Now, [], 0, 0));
        await service.EventuallyAsync("/readyz", (status, _) => status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Lost_camera_server_is_a_state_and_its_restart_is_counted()
    {
        await using TestService service = await TestService.StartAsync();
        service.Link.Publish(TestService.Online(0, Now));
        await service.EventuallyAsync("/api/v1/cameras", (_, b) => b.Contains("\"state\":\"online\"", StringComparison.Ordinal));
        service.StopLink();
        await service.EventuallyAsync("/api/v1/cameras", (_, b) => b.Contains("\"state\":\"offline\",\"reason\":\"camera-server restarting\",\"width\":1280", StringComparison.Ordinal));
        service.StartLink("second");
        service.Link.Publish(TestService.Online(0, Now));
        await service.EventuallyAsync("/api/v1/cameras", (_, b) => b.Contains("\"state\":\"online\"", StringComparison.Ordinal));
        await service.EventuallyAsync("/metrics", (_, b) => b.Contains("lookout_process_restarts_total{service=\"camera-server\"} 4\n", StringComparison.Ordinal));
    }
}
