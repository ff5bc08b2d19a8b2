using System.Net;
using Lookout.CameraService.Http;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Tests.Http;

public class HostCandidatesTests
{
    [Fact]
    public async Task Address_the_browser_used_comes_first() =>
        Assert.Equal(
            ["192.168.1.20", "172.17.0.2", "203.0.113.7"],
            (await CandidatesAsync("192.168.1.20:8080", "172.17.0.2", "203.0.113.7")).Take(3));

    [Fact]
    public async Task Localhost_is_both_loopbacks() =>
        Assert.Equal(["127.0.0.1", "::1"], (await CandidatesAsync("localhost:8080", "127.0.0.1")).Take(2));

    [Fact]
    public async Task Name_in_the_configuration_is_looked_up() =>
        Assert.Contains("127.0.0.1", await CandidatesAsync("box.lan", "192.0.2.5", "localhost"));

    [Fact]
    public async Task Name_that_does_not_resolve_is_left_out() =>
        Assert.Equal("192.0.2.5", (await CandidatesAsync("box.lan", "192.0.2.5", "does-not-exist.invalid"))[0]);

    [Fact]
    public async Task Each_address_is_offered_once_and_mapped_ones_as_what_they_are() =>
        Assert.Single(await CandidatesAsync("192.0.2.5", "::ffff:192.0.2.5", "192.0.2.5"), "192.0.2.5");

    [Fact]
    public async Task Link_local_ipv6_is_not_offered() =>
        Assert.DoesNotContain(await CandidatesAsync("[fe80::1]", "fe80::2"), a => a.StartsWith("fe80", StringComparison.Ordinal));

    [Fact]
    public async Task At_most_sixteen_are_offered()
    {
        string[] many = [.. Enumerable.Range(1, 40).Select(i => $"203.0.113.{i}")];
        Assert.Equal(16, (await CandidatesAsync("192.0.2.5", "192.0.2.5", many)).Length);
    }

    private static async Task<string[]> CandidatesAsync(string host, string local, params string[] configured)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString(host);
        context.Connection.LocalIpAddress = IPAddress.Parse(local);
        var candidates = new HostCandidates(new ConfiguredHosts(configured, TimeProvider.System), new LocalAddresses(TimeProvider.System));
        return [.. (await candidates.ForAsync(context)).Select(a => a.ToString())];
    }
}
