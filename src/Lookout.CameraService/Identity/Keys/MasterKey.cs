using System.Security.Cryptography;

namespace Lookout.CameraService.Identity.Keys;

/// <summary>The key that people's own keys are wrapped with. Owns its bytes and overwrites them when disposed.</summary>
internal sealed class MasterKey : IDisposable
{
    private const string Proof = "lookout people";
    private readonly byte[] _key;

    /// <param name="key">32 bytes; taken over.</param>
    public MasterKey(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Sealing.KeyLength, nameof(key));
        _key = key;
    }

    /// <summary>A new key for one person, wrapped.</summary>
    public byte[] NewDataKey(string person, out byte[] dataKey)
    {
        dataKey = RandomNumberGenerator.GetBytes(Sealing.KeyLength);
        return Sealing.Seal(_key, dataKey, Belongs(person));
    }

    public bool TryUnwrap(string person, ReadOnlySpan<byte> wrapped, out byte[] dataKey) =>
        Sealing.TryOpen(_key, wrapped, Belongs(person), out dataKey) && dataKey.Length == Sealing.KeyLength;

    /// <summary>What a database keeps to tell whether it is opened with the key it was made with.</summary>
    public byte[] Check() => Sealing.Seal(_key, [], Proof);

    public bool Passes(ReadOnlySpan<byte> check) => Sealing.TryOpen(_key, check, Proof, out _);

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private static string Belongs(string person) => $"people/key/{person}";
}
