namespace Lookout.Configuration.Settings;

/// <summary>A WHIP endpoint (RFC 9725) that a camera is sent to for as long as we run.</summary>
/// <param name="Camera">Name of the camera.</param>
/// <param name="Url">http or https, without user and password.</param>
/// <param name="Bearer">Token for the endpoint; null without one, or when a file holds it.</param>
/// <param name="BearerFile">Absolute path of a file with the token, read anew for each attempt; null without.</param>
public sealed record PublishSettings(string Camera, string Url, string? Bearer, string? BearerFile)
{
    /// <summary>Keeps the token, and what may be secret in the URL's query, out of record printing.</summary>
    public override string ToString() => $"PublishSettings {{ {Camera} -> {new Uri(Url).GetLeftPart(UriPartial.Path)} }}";
}
