namespace Lookout.Configuration.Settings;

/// <summary>A STUN server.</summary>
/// <param name="Host">Name or address, an IPv6 one without brackets.</param>
/// <param name="Port">1..65535.</param>
public sealed record StunSettings(string Host, int Port)
{
    /// <summary>Port of STUN and TURN (RFC 8489 §18.6).</summary>
    public const int DefaultPort = 3478;
}
