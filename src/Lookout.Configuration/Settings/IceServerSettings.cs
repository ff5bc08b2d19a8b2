namespace Lookout.Configuration.Settings;

/// <summary>A STUN or TURN server that players are told to use.</summary>
/// <param name="Url">stun:host:port, turn:host:port?transport=tcp or turns:... (RFC 7064, RFC 7065).</param>
/// <param name="Username">Null for STUN; with a secret, what is added to the time in the name.</param>
/// <param name="Credential">A lasting password, which every player learns.</param>
/// <param name="Secret">What the server shares with us instead: each player gets a password that ends.</param>
public sealed record IceServerSettings(string Url, string? Username, string? Credential, string? Secret)
{
    /// <summary>Keeps the secrets out of record printing.</summary>
    public override string ToString() => $"IceServerSettings {{ {Url} }}";
}
