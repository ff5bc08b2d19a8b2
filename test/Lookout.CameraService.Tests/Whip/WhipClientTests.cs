using Lookout.CameraService.Whip;

namespace Lookout.CameraService.Tests.Whip;

public sealed class WhipClientTests : IDisposable
{
    private readonly WhipClient _client = WhipClient.Create(TimeProvider.System);

    [Fact]
    public async Task Offer_is_posted_with_the_token_and_the_answer_comes_back_with_its_resource()
    {
        await using FakeEndpoint endpoint = await FakeEndpoint.StartAsync(context => FakeEndpoint.Answer(context, 201, "sessions/7?x=1", "v=0"));

        WhipResult result = await OfferAsync(new Uri(endpoint.Address, "/whip/front"), "abc");

        Assert.Equal(("v=0", new Uri(endpoint.Address, "/whip/sessions/7?x=1"), ""), (result.Sdp, result.Resource, result.Problem));
        Assert.Equal([("POST", "/whip/front", "Bearer abc", "offer")], endpoint.Requests);
    }

    [Fact]
    public async Task Redirection_within_the_origin_keeps_the_token()
    {
        await using FakeEndpoint endpoint = await FakeEndpoint.StartAsync(context =>
            context.Request.Path == "/a" ? FakeEndpoint.Answer(context, 308, "/b") : FakeEndpoint.Answer(context, 201, null, "v=0"));

        WhipResult result = await OfferAsync(new Uri(endpoint.Address, "/a"), "abc");

        Assert.Equal(("v=0", null), (result.Sdp, result.Resource));
        Assert.Equal(["/a Bearer abc offer", "/b Bearer abc offer"], endpoint.Requests.Select(r => $"{r.Path} {r.Authorization} {r.Body}"));
    }

    [Fact]
    public async Task Another_origin_gets_the_offer_and_the_delete_but_never_the_token()
    {
        await using FakeEndpoint other = await FakeEndpoint.StartAsync(context => FakeEndpoint.Answer(context, 201, "/resource", "v=0"));
        await using FakeEndpoint endpoint = await FakeEndpoint.StartAsync(context => FakeEndpoint.Answer(context, 307, new Uri(other.Address, "/elsewhere").AbsoluteUri));

        WhipResult result = await OfferAsync(endpoint.Address, "abc");
        await _client.LeaveAsync(endpoint.Address, result.Resource!, "abc", TestContext.Current.CancellationToken);

        Assert.Equal("Bearer abc", endpoint.Requests.Single().Authorization);
        Assert.Equal([("POST", "/elsewhere", "", "offer"), ("DELETE", "/resource", "", "")], other.Requests);
    }

    [Fact]
    public async Task Circle_of_redirections_ends()
    {
        await using FakeEndpoint endpoint = await FakeEndpoint.StartAsync(context => FakeEndpoint.Answer(context, 307, "/again"));

        WhipResult result = await OfferAsync(endpoint.Address);

        Assert.Null(result.Sdp);
        Assert.Equal(WhipClient.MaxRedirects + 1, endpoint.Requests.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ftp://127.0.0.1/whip")]
    [InlineData("http://me:secret@127.0.0.1/whip")]
    public async Task Redirection_to_nowhere_is_a_failure(string? location)
    {
        await using FakeEndpoint endpoint = await FakeEndpoint.StartAsync(context => FakeEndpoint.Answer(context, 307, location));

        Assert.Contains("redirects", (await OfferAsync(endpoint.Address)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "7", 7)]
    [InlineData(429, null, null)]
    [InlineData(401, null, null)]
    [InlineData(404, null, null)]
    [InlineData(200, null, null)]
    public async Task Refusal_is_a_reason_and_maybe_a_time(int status, string? retryAfter, int? seconds)
    {
        await using FakeEndpoint endpoint = await FakeEndpoint.StartAsync(context => FakeEndpoint.Answer(context, status, retryAfter: retryAfter));

        WhipResult result = await OfferAsync(endpoint.Address);

        Assert.Null(result.Sdp);
        Assert.Contains($"{status}", result.Problem, StringComparison.Ordinal);
        Assert.Equal(seconds, result.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Created_without_sdp_or_with_too_much_of_it_is_a_failure()
    {
        await using FakeEndpoint html = await FakeEndpoint.StartAsync(context => FakeEndpoint.Answer(context, 201, "/r", "<html>", "text/html"));
        Assert.Contains("201", (await OfferAsync(html.Address)).Problem, StringComparison.Ordinal);

        await using FakeEndpoint endless = await FakeEndpoint.StartAsync(context => FakeEndpoint.Answer(context, 201, "/r", new string('v', 100_000)));
        Assert.Contains("too long", (await OfferAsync(endless.Address)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_that_says_so()
    {
        Assert.Contains("nobody takes the connection", (await OfferAsync(new Uri("http://127.0.0.1:1/whip"))).Problem, StringComparison.Ordinal);
        await _client.LeaveAsync(new Uri("http://127.0.0.1:1/"), new Uri("http://127.0.0.1:1/r"), null, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private Task<WhipResult> OfferAsync(Uri endpoint, string? token = null) => _client.OfferAsync(endpoint, token, "offer", TestContext.Current.CancellationToken);
}
