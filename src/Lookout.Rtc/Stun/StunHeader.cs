namespace Lookout.Rtc.Stun;

/// <summary>
/// The layout both the reader and the writer follow (RFC 8489 §5):
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |0 0|     STUN Message Type     |         Message Length        |
/// |                         Magic Cookie                          |
/// |                     Transaction ID (96 bits)                  |
/// </code>
/// </summary>
internal static class StunHeader
{
    public const int Length = 20;
    public const int LengthOffset = 2;
    public const int CookieOffset = 4;
    public const int TransactionIdOffset = 8;
    public const uint MagicCookie = 0x2112_A442;

    /// <summary>Type and length in front of every attribute.</summary>
    public const int AttributeHeaderLength = 4;

    public const int IntegrityLength = 20;
    public const int FingerprintLength = 4;

    /// <summary>What the CRC of FINGERPRINT is XORed with: "STUN" (RFC 8489 §14.7).</summary>
    public const uint FingerprintXor = 0x5354_554E;

    /// <summary>The only method ICE uses.</summary>
    public const int BindingMethod = 0x001;

    /// <summary>A check is far smaller; what is larger than an Ethernet frame is not for us.</summary>
    public const int MaxMessageLength = 1500;

    public static int Padded(int length) => (length + 3) & ~3;

    // RFC 8489 §5: the class bits C1 and C0 sit at bits 8 and 4 of the type, the method fills the rest.
    public static ushort Type(StunClass @class, int method) =>
        (ushort)((method & 0x000F) | ((method & 0x0070) << 1) | ((method & 0x0F80) << 2) | (((int)@class & 1) << 4) | (((int)@class & 2) << 7));

    public static StunClass Class(int type) => (StunClass)(((type >> 4) & 1) | ((type >> 7) & 2));

    public static int Method(int type) => (type & 0x000F) | ((type >> 1) & 0x0070) | ((type >> 2) & 0x0F80);
}
