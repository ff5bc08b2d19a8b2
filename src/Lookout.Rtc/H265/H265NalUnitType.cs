namespace Lookout.Rtc.H265;

/// <summary>NAL unit types (ITU-T H.265 table 7-1), and those RFC 7798 §4.4 adds for RTP.</summary>
public enum H265NalUnitType : byte
{
    TrailNonReference = 0,
    TrailReference = 1,

    /// <summary>First of the types a decoder can start at, the intra random access points: 16 to 23.</summary>
    BrokenLinkLeading = 16,
    IdrWithLeading = 19,
    IdrWithoutLeading = 20,
    CleanRandomAccess = 21,

    /// <summary>Last of the intra random access points; not assigned yet.</summary>
    ReservedRandomAccess = 23,

    /// <summary>Last of the types that carry slices.</summary>
    ReservedSlice = 31,
    VideoParameterSet = 32,
    SequenceParameterSet = 33,
    PictureParameterSet = 34,
    AccessUnitDelimiter = 35,
    EndOfSequence = 36,
    EndOfBitstream = 37,
    FillerData = 38,
    PrefixSupplementalEnhancement = 39,
    SuffixSupplementalEnhancement = 40,

    /// <summary>Aggregation packet: several NAL units in one payload.</summary>
    AggregationPacket = 48,

    /// <summary>Fragmentation unit: a part of one NAL unit.</summary>
    FragmentationUnit = 49,
}

/// <summary>
/// The two bytes a NAL unit begins with (ITU-T H.265 §7.3.1.2): forbidden bit, six bits of type, six of layer, three of
/// temporal id + 1.
/// </summary>
internal static class H265NalHeader
{
    public const int Length = 2;
    public const int ForbiddenBit = 0x8000;
    public const int LayerMask = 0x01F8;
    public const int TemporalIdMask = 0x0007;

    private const int TypeMask = 0x7E00;
    private const int TypeShift = 9;

    public static H265NalUnitType Type(int header) => (H265NalUnitType)((header & TypeMask) >> TypeShift);

    public static ushort WithType(int header, H265NalUnitType type) => (ushort)(header & ~TypeMask | (int)type << TypeShift);
}
