using System.Runtime.InteropServices;

namespace Lookout.Native.Crypto;

/// <summary>What is used of OpenSSL 3's libcrypto. Calls that return int give 1 on success.</summary>
internal static partial class OpenSslNative
{
    public const string Library = "libcrypto.so.3";

    public const int ControlGetTag = 0x10;
    public const int ControlSetTag = 0x11;

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_new")]
    public static partial CipherContextHandle NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_aes_128_gcm")]
    public static partial nint Aes128Gcm();

    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex")]
    public static partial int Initialize(
        nint context, nint cipher, nint engine, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, int encrypt);

    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    public static partial int Update(
        nint context, Span<byte> output, out int written, ReadOnlySpan<byte> input, int inputLength);

    [LibraryImport(Library, EntryPoint = "EVP_CipherFinal_ex")]
    public static partial int Final(nint context, Span<byte> output, out int written);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_ctrl")]
    public static partial int Control(nint context, int type, int argument, ReadOnlySpan<byte> value);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_ctrl")]
    public static partial int Control(nint context, int type, int argument, Span<byte> value);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();
}
