using System.Net.Http.Headers;
using System.Text.Json;

namespace Lookout.E2E.Harness.Product;

/// <summary>The HTTP side of one running Lookout. While it does not listen, questions answer null.</summary>
public sealed class LookoutApi(string address, int port) : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{address}:{port}"), Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Address of a path, for a browser.</summary>
    public string Url(string path) => new Uri(_http.BaseAddress!, path).ToString();

    /// <summary>Status of a GET, or null when nobody answers.</summary>
    public async Task<int?> StatusAsync(string path) => await GetAsync(path) is { } answer ? answer.Status : null;

    /// <summary>Status and body of a GET, or null when nobody answers.</summary>
    public Task<HttpAnswer?> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>One camera's report, or null.</summary>
    public async Task<CameraReport?> CameraAsync(string name)
    {
        if (await GetAsync("/api/v1/cameras") is not { Status: 200 } answer) return null;
        using JsonDocument body = JsonDocument.Parse(answer.Body);
        return body.RootElement.GetProperty("cameras").Deserialize<CameraReport[]>(Web)!.FirstOrDefault(camera => camera.Name == name);
    }

    /// <summary>/metrics, or null.</summary>
    public async Task<Metrics?> MetricsAsync() =>
        await GetAsync("/metrics") is { Status: 200 } answer ? Metrics.Parse(answer.Body) : null;

    /// <summary>POSTs a body as an SDP offer.</summary>
    public Task<HttpAnswer?> WhepAsync(string camera, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/{camera}/whep") { Content = content });
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpAnswer?> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            try
            {
                using HttpResponseMessage response = await _http.SendAsync(request);
                return new HttpAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
            }
            catch (Exception silent) when (silent is HttpRequestException or IOException or TaskCanceledException)
            {
                return null;
            }
        }
    }
}
