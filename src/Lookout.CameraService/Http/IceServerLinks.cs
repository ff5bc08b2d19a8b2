using Lookout.Configuration.Settings;
using Lookout.Rtc.Turn;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Lookout.CameraService.Http;

/// <summary>
/// The STUN and TURN servers of <c>webrtc.ice_servers</c>, told to players in Link headers (RFC 9725 §4.6, which WHEP shares).
/// From a TURN server's shared secret each answer gets a credential of its own that ends after a while.
/// </summary>
internal sealed class IceServerLinks(IReadOnlyList<IceServerSettings> servers, TimeProvider time)
{
    /// <summary>How long a credential made from a secret lasts. An allocation made with it may be refreshed as long.</summary>
    private static readonly TimeSpan CredentialLife = TimeSpan.FromHours(12);

    public void AddTo(IHeaderDictionary headers)
    {
        if (servers.Count > 0) headers.Link = new StringValues([.. servers.Select(Link)]);
    }

    private string Link(IceServerSettings server)
    {
        string link = $"<{server.Url}>; rel=\"ice-server\"";
        (string? username, string? credential) = Credential(server);
        return username is null ? link : $"{link}; username=\"{Quote(username)}\"; credential=\"{Quote(credential!)}\"; credential-type=\"password\"";
    }

    private (string? Username, string? Credential) Credential(IceServerSettings server)
    {
        if (server.Secret is null) return (server.Username, server.Credential);
        TurnCredentials limited = TurnCredentials.TimeLimited(server.Secret, server.Username ?? "", time.GetUtcNow() + CredentialLife);
        return (limited.Username, limited.Password);
    }

    // quoted-string (RFC 9110 §5.6.4).
    private static string Quote(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
