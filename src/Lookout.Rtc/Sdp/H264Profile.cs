using System.Globalization;

namespace Lookout.Rtc.Sdp;

/// <summary>
/// profile-level-id (RFC 6184 §8.1): three bytes as they stand behind the header of a sequence parameter set.
/// </summary>
public readonly record struct H264Profile(byte ProfileIdc, byte Constraints, byte Level)
{
    private const byte BaselineIdc = 66;
    private const byte MainIdc = 77;
    private const byte HighIdc = 100;
    private const byte ConstraintSet1 = 0x40;
    private const byte ConstrainedHighSets = 0x0C;

    /// <summary>What our own encoder makes: constrained baseline, level 3.1.</summary>
    public static readonly H264Profile ConstrainedBaseline = new(BaselineIdc, 0xE0, 0x1F);

    /// <summary>What an offer without the parameter means: baseline, level 1.</summary>
    public static readonly H264Profile Default = new(BaselineIdc, 0, 10);

    /// <summary>
    /// Order of demand on a decoder, the simplest first: each profile's streams, but plain baseline's with its
    /// unused oddities, play on decoders of the next.
    /// </summary>
    public int Rank => ProfileIdc switch
    {
        BaselineIdc when (Constraints & ConstraintSet1) != 0 => 0,
        BaselineIdc => 1,
        MainIdc => 2,
        HighIdc when (Constraints & ConstrainedHighSets) == ConstrainedHighSets => 3,
        HighIdc => 4,
        _ => 5,
    };

    /// <summary>Reads six hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> hex, out H264Profile profile)
    {
        profile = default;
        if (hex.Length != 6 || !uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)) return false;
        profile = new H264Profile((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return true;
    }

    /// <summary>Six hexadecimal digits.</summary>
    public override string ToString() => $"{ProfileIdc:x2}{Constraints:x2}{Level:x2}";
}
