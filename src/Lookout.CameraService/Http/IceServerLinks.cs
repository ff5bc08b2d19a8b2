using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lookout.Configuration.Settings;
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

    // The convention of coturn's use-auth-secret: the name is when it ends, and the password its HMAC-SHA1 under the secret.
    private (string? Username, string? Credential) Credential(IceServerSettings server)
    {
        if (server.Secret is null) return (server.Username, server.Credential);
        long end = time.GetUtcNow().Add(CredentialLife).ToUnixTimeSeconds();
        string username = end.ToString(CultureInfo.InvariantCulture) + (server.Username is null ? "" : $":{server.Username}");
#pragma warning disable CA5350 // SHA-1 is what TURN servers expect here, and HMAC does not need its collision resistance.
        byte[] code = HMACSHA1.HashData(Encoding.UTF8.GetBytes(server.Secret), Encoding.UTF8.GetBytes(username));
#pragma warning restore CA5350
        return (username, Convert.ToBase64String(code));
    }

    // quoted-string (RFC 9110 §5.6.4).
    private static string Quote(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
