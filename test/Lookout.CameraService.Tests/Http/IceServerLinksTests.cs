using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Lookout.CameraService.Http;
using Lookout.Configuration.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Lookout.CameraService.Tests.Http;

public sealed class IceServerLinksTests
{
    private static readonly IceServerSettings Stun = new("stun:stun.example.org:3478", null, null, null);

    [Fact]
    public async Task Players_are_told_by_options_and_by_the_answer()
    {
        await using TestService service = await TestService.StartAsync(adjust: settings => settings with { WebRtc = settings.WebRtc with { IceServers = [Stun] } });
        using HttpResponseMessage options = await WhepTests.SendAsync(service, HttpMethod.Options, "/front/whep");
        using HttpResponseMessage answer = await WhepTests.PostAsync(service, "/front/whep", WhepTests.Offer());
        foreach (HttpResponseMessage response in new[] { options, answer })
            Assert.Equal("<stun:stun.example.org:3478>; rel=\"ice-server\"", response.Headers.GetValues("Link").Single());
    }

    [Fact]
    public void Lasting_credential_is_quoted()
    {
        string link = Assert.Single(Links(new IceServerSettings("turn:t:3478?transport=tcp", "a\"b", "c\\d", null)));

        Assert.Equal("""<turn:t:3478?transport=tcp>; rel="ice-server"; username="a\"b"; credential="c\\d"; credential-type="password";""".TrimEnd(';'), link);
    }

    [Fact]
    public void Secret_becomes_a_credential_that_ends()
    {
        string link = Assert.Single(Links(new IceServerSettings("turns:t", "box", null, "s3cret")));

        Match match = Regex.Match(link, "username=\"(\\d+):box\"; credential=\"([^\"]+)\"");
        long ends = long.Parse(match.Groups[1].Value);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), DateTimeOffset.FromUnixTimeSeconds(ends));
#pragma warning disable CA5350 // What TURN servers expect.
        Assert.Equal(Convert.ToBase64String(HMACSHA1.HashData("s3cret"u8, Encoding.ASCII.GetBytes($"{ends}:box"))), match.Groups[2].Value);
#pragma warning restore CA5350
        Assert.DoesNotContain("s3cret", link, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_server_has_a_header_of_its_own() => Assert.Equal(2, Links(Stun, Stun with { Url = "stun:b" }).Length);

    private static string[] Links(params IceServerSettings[] servers)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        new IceServerLinks(servers, new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))).AddTo(headers);
        return [.. headers.Link.Select(link => link!)];
    }
}
