using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Lookout.Probe.Whep;

/// <summary>The HTTP side of a viewer: what the server says of the camera, the offer, the good-bye.</summary>
internal sealed class WhepClient(ProbeOptions options) : IDisposable
{
    private const int MostBytes = 256 << 10;

    // Never through a proxy: the question is about this machine or its neighbour.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = options.Origin,
        Timeout = options.Patience,
        MaxResponseContentBufferSize = MostBytes,
    };

    private Uri? _session;

    /// <summary>Kind and state of the camera; empty where the server does not say.</summary>
    public (string Kind, string State) Describe()
    {
        (int status, string body) = Send(new HttpRequestMessage(HttpMethod.Get, "/api/v1/cameras"), "the list of cameras");
        if (status != 200) return ("", "");
        try
        {
            using JsonDocument list = JsonDocument.Parse(body);
            foreach (JsonElement camera in list.RootElement.GetProperty("cameras").EnumerateArray())
            {
                if (camera.GetProperty("name").GetString() == options.Camera)
                    return (camera.GetProperty("kind").GetString() ?? "", camera.GetProperty("state").GetString() ?? "");
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Another WHEP server than Lookout: its streams are looked at all the same.
        }
        return ("", "");
    }

    /// <summary>Posts the offer and returns the answer.</summary>
    /// <exception cref="ProbeException">It was not taken.</exception>
    public WhepAnswer Offer(string sdp)
    {
        var content = new StringContent(sdp, Encoding.ASCII);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
        var request = new HttpRequestMessage(HttpMethod.Post, $"/{Uri.EscapeDataString(options.Camera)}/whep") { Content = content };
        (int status, string body) = Send(request, "the offer");
        if (status != 201)
        {
            string remedy = status == 404 ? $"; is there a camera {options.Camera}?" : "";
            throw new ProbeException($"the offer was answered {status}: {body.ReplaceLineEndings(" ").Trim()}{remedy}");
        }
        return WhepAnswer.TryParse(body, out WhepAnswer? answer)
            ? answer!
            : throw new ProbeException("the answer is no SDP with ice-ufrag, ice-pwd and a sha-256 fingerprint");
    }

    /// <summary>Ends the session. Whether the server hears it is its own affair: it would find out by itself.</summary>
    public void Leave()
    {
        if (_session is null) return;
        try
        {
            Send(new HttpRequestMessage(HttpMethod.Delete, _session), "the good-bye");
        }
        catch (ProbeException)
        {
            // It ends by consent.
        }
        _session = null;
    }

    public void Dispose() => _http.Dispose();

    private (int Status, string Body) Send(HttpRequestMessage request, string what)
    {
        try
        {
            using HttpResponseMessage response = _http.Send(request);
            using var body = new StreamReader(response.Content.ReadAsStream());
            if (response.Headers.Location is { } location) _session = location;
            return ((int)response.StatusCode, body.ReadToEnd());
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new ProbeException($"{what} reached nobody at {options.Origin}: {exception.Message}; does Lookout run, and is its HTTP port published?", exception);
        }
        finally
        {
            request.Dispose();
        }
    }
}
