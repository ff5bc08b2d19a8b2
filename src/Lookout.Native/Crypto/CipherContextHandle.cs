using System.Runtime.InteropServices;

namespace Lookout.Native.Crypto;

/// <summary>Owns an EVP_CIPHER_CTX; releasing it clears the key schedule.</summary>
internal sealed class CipherContextHandle() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        OpenSslNative.FreeContext(handle);
        return true;
    }
}
