using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Lookout.CameraService.Identity.Keys;

namespace Lookout.CameraService.Identity.Storage;

/// <summary>One person's data key, unwrapped for as long as a statement needs it. Overwrites it when disposed.</summary>
internal readonly struct PersonSeal(string person, byte[] key) : IDisposable
{
    public byte[] Text(string column, string row, string text) => Sealing.Seal(key, Encoding.UTF8.GetBytes(text), Belongs(column, row));

    public byte[] Bytes(string column, string row, ReadOnlySpan<byte> bytes) => Sealing.Seal(key, bytes, Belongs(column, row));

    public byte[] Floats(string column, string row, ReadOnlySpan<float> values) => Sealing.Seal(key, MemoryMarshal.AsBytes(values), Belongs(column, row));

    public string? OpenText(string column, string row, byte[] box) => OpenBytes(column, row, box) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public byte[]? OpenBytes(string column, string row, byte[] box) => Sealing.TryOpen(key, box, Belongs(column, row), out byte[] bytes) ? bytes : null;

    public float[]? OpenFloats(string column, string row, byte[] box) =>
        OpenBytes(column, row, box) is { Length: > 0 } bytes && bytes.Length % sizeof(float) == 0 ? MemoryMarshal.Cast<byte, float>(bytes).ToArray() : null;

    public void Dispose() => CryptographicOperations.ZeroMemory(key);

    private string Belongs(string column, string row) => $"people/{column}/{person}/{row}";
}
