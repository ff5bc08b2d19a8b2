namespace Lookout.Rtc.Srtp;

/// <summary>
/// Where SRTP gets its AES-GCM from. A seam, because a kept OpenSSL context is 2.5 times as fast a packet as the
/// runtime's own class, and this project may not call native code.
/// </summary>
public interface ISrtpCiphers
{
    /// <summary>Makes a cipher for a 16-byte key. The caller disposes it.</summary>
    IAeadCipher CreateAesGcm(ReadOnlySpan<byte> key);
}
