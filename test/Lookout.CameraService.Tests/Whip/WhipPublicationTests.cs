using System.Net;
using Lookout.CameraService.Tests.WebRtc;
using Lookout.CameraService.Whip;
using Lookout.Configuration.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lookout.CameraService.Tests.Whip;

/// <summary>The endless loop around an endpoint that refuses or answers what cannot be used. That media flows is shown in test/e2e.</summary>
public sealed class WhipPublicationTests : IDisposable
{
    private readonly ServerFixture _fixture = new();
    private readonly FakeTimeProvider _time = new();
    private readonly WhipClient _client;
    private readonly CancellationTokenSource _stop = new();

    public WhipPublicationTests() => _client = WhipClient.Create(_time);

    [Fact]
    public async Task Endpoint_is_asked_again_when_it_wants_to_be()
    {
        await using FakeEndpoint endpoint = await FakeEndpoint.StartAsync(context => FakeEndpoint.Answer(context, 503, retryAfter: "100"));
        WhipPublication publication = Publish(endpoint.Address, "front");
        Task running = publication.RunAsync(_stop.Token);
        await EventuallyAsync(publication, status => status is { State: WhipState.Failing, Attempts: 1, Failures: 1 });
        Assert.Contains("503", publication.Status.Reason, StringComparison.Ordinal);
        Assert.StartsWith("v=0\r\n", endpoint.Requests.Single().Body, StringComparison.Ordinal);

        // Its wait begins a moment after it says so: no sooner than after 100 s of the clock, and at some time.
        int seconds = 0;
        await EventuallyAsync(publication, status =>
        {
            if (status.Attempts == 2) return true;
            _time.Advance(TimeSpan.FromSeconds(1));
            seconds++;
            return false;
        });
        Assert.True(seconds >= 100, $"{seconds} s");

        await _stop.CancelAsync();
        await running;
        Assert.Equal(WhipState.Stopped, publication.Status.State);
    }

    [Fact]
    public async Task Answer_that_cannot_be_used_is_told_and_its_session_deleted()
    {
        await using FakeEndpoint endpoint = await FakeEndpoint.StartAsync(context => context.Request.Method == "POST"
            ? FakeEndpoint.Answer(context, 201, "/r/1", "v=0\r\ns=-\r\n")
            : FakeEndpoint.Answer(context, 200));
        WhipPublication publication = Publish(endpoint.Address, "front");
        Task running = publication.RunAsync(_stop.Token);

        await EventuallyAsync(publication, _ => endpoint.Requests.Count == 2);

        Assert.Equal(("DELETE", "/r/1"), (endpoint.Requests[1].Method, endpoint.Requests[1].Path));
        Assert.Contains("one video section", publication.Status.Reason, StringComparison.Ordinal);
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Stop_while_connecting_leaves_the_session_in_order()
    {
        string answer = string.Join("\r\n",
            "v=0", "s=-", "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=recvonly", "a=mid:0", "a=rtcp-mux", "a=rtpmap:96 H264/90000", "a=setup:passive",
            "a=ice-ufrag:abcd", "a=ice-pwd:0123456789012345678901", "a=candidate:1 1 udp 1 127.0.0.1 9 typ host",
            "a=fingerprint:sha-256 " + string.Join(':', Enumerable.Repeat("AB", 32)), "");
        await using FakeEndpoint endpoint = await FakeEndpoint.StartAsync(context => context.Request.Method == "POST"
            ? FakeEndpoint.Answer(context, 201, "/r/1", answer)
            : FakeEndpoint.Answer(context, 200));
        WhipPublication publication = Publish(endpoint.Address, "front");
        Task running = publication.RunAsync(_stop.Token);
        await EventuallyAsync(publication, status => status.State == WhipState.Connecting);
        ServerFixture.WaitUntil(() => _fixture.Requests.Calls.Contains("want front"));
        Assert.Equal(("publication", "connecting"), await SessionAsync());

        await _stop.CancelAsync();
        await running;

        Assert.Equal("DELETE", endpoint.Requests[^1].Method);
        ServerFixture.WaitUntil(() => _fixture.Front.Viewers == 0);

        async Task<(string Direction, string State)> SessionAsync()
        {
            var session = Assert.Single(await _fixture.Server.DiagnoseAsync(TestContext.Current.CancellationToken));
            return (session.Direction, session.State);
        }
    }

    [Fact]
    public async Task Camera_that_is_not_there_yet_is_waited_for_without_asking_the_endpoint()
    {
        await using FakeEndpoint endpoint = await FakeEndpoint.StartAsync(context => FakeEndpoint.Answer(context, 404));
        WhipPublication publication = Publish(endpoint.Address, "late");
        Task running = publication.RunAsync(_stop.Token);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((WhipState.Waiting, 0L), (publication.Status.State, publication.Status.Attempts));
        Assert.Empty(endpoint.Requests);
        await _stop.CancelAsync();
        await running;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _client.Dispose();
        _fixture.Dispose();
    }

    private WhipPublication Publish(Uri endpoint, string camera) => new(
        new PublishSettings(camera, endpoint.AbsoluteUri, "token", null), _fixture.Server, _ => Task.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Loopback]), _client,
        new WhipBackoff(() => 0.5), _time, NullLogger.Instance);

    private static async Task EventuallyAsync(WhipPublication publication, Func<WhipStatus, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!wanted(publication.Status))
        {
            Assert.False(deadline.IsCancellationRequested, $"{publication.Status}");
            await Task.Yield();
        }
    }
}
