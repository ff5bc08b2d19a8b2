namespace Lookout.CameraService.Dtls;

/// <summary>
/// How long the peer says its handshake messages are. The library makes room for a whole message by the first fragment's
/// word (RFC 6347 §4.2.3), of which one datagram could take sixteen times 16 MiB; here all of a handshake fit 64 KiB.
/// </summary>
internal sealed class HandshakeClaims
{
    public const int MaxBytes = 64 * 1024;
    public const int MaxMessages = 16;

    // Length and one, so that 0 is none.
    private readonly int[] _claimed = new int[MaxMessages];
    private int _total;

    /// <summary>False when the message would be one or some bytes too many, or contradicts what was said of it before.</summary>
    public bool TryClaim(int sequence, int length)
    {
        if (sequence >= MaxMessages) return false;
        if (_claimed[sequence] != 0) return _claimed[sequence] == length + 1;
        if (_total + length > MaxBytes) return false;
        _claimed[sequence] = length + 1;
        _total += length;
        return true;
    }
}
