namespace Lookout.Rtc.Srtp;

/// <summary>
/// The two directions' master keys and salts, cut from what the DTLS handshake exported (RFC 5764 §4.2): client key,
/// server key, client salt, server salt. Borrows the material.
/// </summary>
public readonly ref struct SrtpKeys
{
    private SrtpKeys(ReadOnlySpan<byte> material, int saltLength)
    {
        ClientKey = material[..KeyLength];
        ServerKey = material.Slice(KeyLength, KeyLength);
        ClientSalt = material.Slice(2 * KeyLength, saltLength);
        ServerSalt = material.Slice(2 * KeyLength + saltLength, saltLength);
    }

    /// <summary>Length of a master key: both profiles use AES-128.</summary>
    public const int KeyLength = 16;

    /// <summary>Longest material of any profile.</summary>
    public const int MaxMaterialLength = 2 * (KeyLength + 14);

    /// <summary>Protects what the DTLS client sends.</summary>
    public ReadOnlySpan<byte> ClientKey { get; }

    /// <summary>Protects what the DTLS server sends.</summary>
    public ReadOnlySpan<byte> ServerKey { get; }

    public ReadOnlySpan<byte> ClientSalt { get; }

    public ReadOnlySpan<byte> ServerSalt { get; }

    /// <summary>Length of a master salt: 14 bytes (RFC 3711 §8.2), or 12 with AES-GCM (RFC 7714 §12).</summary>
    public static int SaltLength(SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;

    /// <summary>How many bytes the DTLS exporter has to give for a profile.</summary>
    public static int MaterialLength(SrtpProfile profile) => 2 * (KeyLength + SaltLength(profile));

    /// <summary>Cuts the material. False unless it has exactly <see cref="MaterialLength"/> bytes.</summary>
    public static bool TrySplit(SrtpProfile profile, ReadOnlySpan<byte> material, out SrtpKeys keys)
    {
        keys = default;
        if (material.Length != MaterialLength(profile)) return false;
        keys = new SrtpKeys(material, SaltLength(profile));
        return true;
    }
}
