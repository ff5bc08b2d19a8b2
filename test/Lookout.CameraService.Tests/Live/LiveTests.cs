using System.Net.WebSockets;
using System.Text.Json;
using Lookout.CameraService.Cameras;
using Lookout.Link;

namespace Lookout.CameraService.Tests.Live;

public class LiveTests
{
    [Fact]
    public async Task Newcomer_is_told_every_camera_and_then_each_change()
    {
        await using TestService service = await TestService.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(service);
        Assert.Equal("front", (await NextAsync(socket, "camera")).GetProperty("name").GetString());
        Assert.Equal("yard", (await NextAsync(socket, "camera")).GetProperty("name").GetString());

        service.Link.Publish(TestService.Online(1, TimeProvider.System.NowNs()));
        JsonElement online;
        do online = await NextAsync(socket, "camera");
        while (online.GetProperty("state").GetString() != "online");
        Assert.Equal("yard", online.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Every_camera_is_told_each_second()
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using ClientWebSocket socket = await ConnectAsync(service);
        for (int i = 0; i < 4; i++) await NextAsync(socket, "camera"); // two by joining, two by the clock
    }

    [Fact]
    public async Task People_arrive_with_the_rtp_time_of_their_frame()
    {
        await using TestService service = await TestService.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(service);
        long captured = TimeProvider.System.NowNs();
        service.Link.Publish(new Analysis(0, 7, captured, [], 0, 0));
        uint rtp = (await NextAsync(socket, "analysis")).GetProperty("rtp").GetUInt32();
        service.Link.Publish(new People(0, 7, captured, [new Person(3, 0.25f, 0.5f, 0.125f, 0.25f, 0.75f, [0.1f, 0.2f, 0.9f], null), new Person(4, 0, 0, 1, 1, 1, [], null)], 45, 8.5));

        JsonElement people = await NextAsync(socket, "people");
        Assert.Equal(("front", 7, rtp), (people.GetProperty("camera").GetString(), people.GetProperty("seq").GetInt32(), people.GetProperty("rtp").GetUInt32()));
        Assert.Equal(
            """[{"id":3,"box":[0.25,0.5,0.125,0.25],"score":0.75,"keypoints":[[0.1,0.2,0.9]],"who":null,"unknown":null,"face":null},{"id":4,"box":[0,0,1,1],"score":1,"keypoints":[],"who":null,"unknown":null,"face":null}]""",
            people.GetProperty("people").GetRawText());
        Assert.Equal("""{"detect":45,"pose":8.5}""", people.GetProperty("stageMs").GetRawText());
    }

    [Fact]
    public async Task Analysis_arrives_with_the_rtp_time_of_its_frame()
    {
        await using TestService service = await TestService.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(service);
        long captured = TimeProvider.System.NowNs();
        var face = new Face(0.25f, 0.5f, 0.125f, 0.25f, 0.75f, [0.1f, 0.2f, 0.3f, 0.4f]);
        service.Link.Publish(new Analysis(0, 7, captured, [face], 0.4, 7.1));
        JsonElement first = await NextAsync(socket, "analysis");
        Assert.Equal(("front", 7), (first.GetProperty("camera").GetString(), first.GetProperty("seq").GetInt32()));
        Assert.Equal("""[{"box":[0.25,0.5,0.125,0.25],"score":0.75,"landmarks":[[0.1,0.2],[0.3,0.4]]}]""", first.GetProperty("faces").GetRawText());
        Assert.Equal("""{"preprocess":0.4,"inference":7.1}""", first.GetProperty("stageMs").GetRawText());
        Assert.InRange(first.GetProperty("ageMs").GetDouble(), 0, TestService.Patience.TotalMilliseconds);

        service.Link.Publish(new Analysis(0, 8, captured + 1_000_000_000, [], 0, 0));
        JsonElement second = await NextAsync(socket, "analysis");
        uint later = unchecked(second.GetProperty("rtp").GetUInt32() - first.GetProperty("rtp").GetUInt32());
        Assert.InRange(later, 89_999u, 90_001u); // one second at 90 kHz
    }

    [Fact]
    public async Task Page_of_another_site_may_not_listen()
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(LiveAddress(service), TestContext.Current.CancellationToken));
        Assert.Contains("403", (await Assert.ThrowsAsync<WebSocketException>(() => TryAgain())).Message, StringComparison.Ordinal);

        async Task TryAgain()
        {
            using var second = new ClientWebSocket();
            second.Options.SetRequestHeader("Origin", "null");
            await second.ConnectAsync(LiveAddress(service), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Plain_get_is_told_to_upgrade()
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri("/api/v1/live", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(426, (int)response.StatusCode);
    }

    [Fact]
    public async Task Stop_closes_the_sockets()
    {
        TestService service = await TestService.StartAsync(linked: false);
        using ClientWebSocket socket = await ConnectAsync(service);
        await NextAsync(socket, "camera");
        Task stopping = service.DisposeAsync().AsTask();
        var scratch = new byte[4096];
        WebSocketReceiveResult result;
        do result = await socket.ReceiveAsync(scratch, TestContext.Current.CancellationToken);
        while (result.MessageType != WebSocketMessageType.Close);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, result.CloseStatus);
        await stopping.WaitAsync(TestService.Patience, TestContext.Current.CancellationToken);
    }

    private static async Task<ClientWebSocket> ConnectAsync(TestService service)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(LiveAddress(service), TestContext.Current.CancellationToken);
        return socket;
    }

    private static Uri LiveAddress(TestService service) => new($"ws://{service.Address.Authority}/api/v1/live");

    private static async Task<JsonElement> NextAsync(ClientWebSocket socket, string type)
    {
        using var deadline = new CancellationTokenSource(TestService.Patience);
        var buffer = new byte[1 << 20];
        while (true)
        {
            int length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), deadline.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            JsonElement message = JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.Clone();
            if (message.GetProperty("type").GetString() == type) return message;
        }
    }
}
