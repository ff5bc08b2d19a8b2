using System.Text.Json;
using Lookout.E2E.Harness.Browser;
using Microsoft.Playwright;

namespace Lookout.E2E.Tests;

/// <summary>
/// Answers the people API in the service's place, inside the browser: with names and refusals that the page must bear and the
/// real service does not give. Everything else of the page is the product's.
/// </summary>
/// <param name="names">Who is enrolled.</param>
/// <param name="refusal">The status every picture is refused with, unless the page insists.</param>
/// <param name="on">Whether recognition is.</param>
internal sealed class CannedPeople(IReadOnlyList<string> names, int refusal = 422, bool on = true)
{
    /// <summary>What the service says of a picture it cannot use.</summary>
    public const string Refusal = "There is no face in this picture. <b>Use</b> one that looks at the camera.";

    private readonly List<string> _requests = [];

    /// <summary>Method, path and content type of what was asked for, but reading.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    public async Task InstallAsync(ChromiumPage page)
    {
        await page.Page.RouteAsync("**/api/v1/people**", AnswerAsync);
        await page.Page.RouteAsync("**/api/v1/people/**", AnswerAsync);
        await page.Page.RouteAsync("**/api/v1/tracks", route => FulfillAsync(route, 200, Array.Empty<object>()));
    }

    private Task AnswerAsync(IRoute route)
    {
        string path = new Uri(route.Request.Url).PathAndQuery;
        string method = route.Request.Method;
        if (method == "GET") return FulfillAsync(route, 200, new { recognition = new { enabled = on, ready = on, reason = "" }, people = names.Select(Person) });
        lock (_requests) _requests.Add($"{method} {path} {route.Request.Headers.GetValueOrDefault("content-type")}".Trim());
        return method switch
        {
            "DELETE" => FulfillAsync(route, 200, new { receipt = "r1", samples = 0, rows = 1, pictures = 0, keys = 1, at = "2026-11-25T12:00:00Z" }),
            _ when path.EndsWith("/samples", StringComparison.Ordinal) => FulfillAsync(route, refusal, new { status = refusal, detail = Refusal }),
            _ => FulfillAsync(route, 201, Person("Ada", names.Count)),
        };
    }

    private static object Person(string name, int i) => new
    {
        id = $"k3j9x0ab12cd34{i:00}",
        name,
        consent = new { givenAt = "2026-11-02T10:00:00Z", by = name, purpose = name, expires = (string?)null },
        samples = Array.Empty<object>(),
        lastSeen = new { camera = name, at = "2026-11-02T10:00:00Z" },
    };

    private static Task FulfillAsync(IRoute route, int status, object body) => route.FulfillAsync(new()
    {
        Status = status,
        ContentType = status < 400 ? "application/json" : "application/problem+json",
        Body = JsonSerializer.Serialize(body),
    });
}
