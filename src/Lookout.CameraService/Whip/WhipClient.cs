using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Lookout.CameraService.Whip;

/// <summary>
/// WHIP's HTTP (RFC 9725): POST an offer, follow redirections, DELETE the resource. The token goes to the origin it is
/// for and nowhere else.
/// </summary>
internal sealed class WhipClient(HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    public const int MaxRedirects = 5;
    private const int MaxAnswer = 64 << 10;
    private const string Sdp = "application/sdp";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(handler) { Timeout = Patience, MaxResponseContentBufferSize = MaxAnswer };

    /// <summary>Over real connections. Redirections are ours to follow: the handler would not know whom the token is for.</summary>
    public static WhipClient Create(TimeProvider time) => new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        },
        time);

    public async Task<WhipResult> OfferAsync(Uri endpoint, string? token, string offer, CancellationToken stop)
    {
        try
        {
            Uri target = endpoint;
            for (int redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                using HttpRequestMessage request = Request(HttpMethod.Post, target, endpoint, token);
                request.Content = new StringContent(offer, Encoding.UTF8, new MediaTypeHeaderValue(Sdp));
                request.Content.Headers.ContentType!.CharSet = null;
                using HttpResponseMessage response = await _http.SendAsync(request, stop).ConfigureAwait(false);
                if (response.StatusCode is not (HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                    return await ResultAsync(response, target, stop).ConfigureAwait(false);
                if (response.Headers.Location is not { } location || !TryResolve(target, location, out Uri? next))
                    return WhipResult.Failed("The endpoint redirects to where we do not go: to no address, or from https to http.");
                target = next;
            }

            return WhipResult.Failed($"The endpoint redirects more than {MaxRedirects} times.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return WhipResult.Failed(e is OperationCanceledException ? "The endpoint does not answer." : $"The endpoint cannot be reached: {Reason(e)}.");
        }
    }

    /// <summary>Ends the session at the endpoint. That it may have ended already is no matter.</summary>
    public async Task LeaveAsync(Uri endpoint, Uri resource, string? token, CancellationToken stop)
    {
        try
        {
            using HttpRequestMessage request = Request(HttpMethod.Delete, resource, endpoint, token);
            using HttpResponseMessage response = await _http.SendAsync(request, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // It finds out by itself: our DTLS has said close_notify, and consent expires.
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, Uri target, Uri endpoint, string? token)
    {
        var request = new HttpRequestMessage(method, target);
        bool isSameOrigin = Uri.Compare(target, endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
        if (token is not null && isSameOrigin) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private async Task<WhipResult> ResultAsync(HttpResponseMessage response, Uri target, CancellationToken stop)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.Created when string.Equals(response.Content.Headers.ContentType?.MediaType, Sdp, StringComparison.OrdinalIgnoreCase):
                string answer = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false));
                Uri? resource = response.Headers.Location is { } location && TryResolve(target, location, out Uri? found) ? found : null;
                return new WhipResult(answer, resource, "", null);
            case HttpStatusCode.Created:
                return WhipResult.Failed("The endpoint answered 201 without an answer in SDP.");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return WhipResult.Failed($"The endpoint refuses our token ({(int)response.StatusCode}).", RetryAfter(response));
            case HttpStatusCode.NotFound:
                return WhipResult.Failed("The endpoint knows no such address (404).", RetryAfter(response));
            default:
                return WhipResult.Failed($"The endpoint answered {(int)response.StatusCode}.", RetryAfter(response));
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    // An offer's fingerprint is only as true as the way it goes: what began with TLS stays with it.
    private static bool TryResolve(Uri from, Uri location, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? target)
    {
        target = null;
        if (!Uri.TryCreate(from, location, out Uri? found) || found.UserInfo.Length > 0) return false;
        if (found.Scheme != Uri.UriSchemeHttps && (found.Scheme != Uri.UriSchemeHttp || from.Scheme == Uri.UriSchemeHttps)) return false;
        target = found;
        return true;
    }

    private static string Reason(Exception e) => e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http ? http.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name does not resolve",
        HttpRequestError.ConnectionError => "nobody takes the connection",
        HttpRequestError.SecureConnectionError => "its TLS certificate is not trusted",
        HttpRequestError.ConfigurationLimitExceeded => "its answer is too long",
        _ => "it broke HTTP",
    }
    : "the connection broke";
}
