namespace Lookout.Rtc.H264;

/// <summary>NAL unit types (ITU-T H.264 table 7-1), and those RFC 6184 §5.2 adds for RTP.</summary>
public enum NalUnitType : byte
{
    Unspecified = 0,
    Slice = 1,
    SliceIdr = 5,
    SupplementalEnhancement = 6,
    SequenceParameterSet = 7,
    PictureParameterSet = 8,
    AccessUnitDelimiter = 9,
    EndOfSequence = 10,
    EndOfStream = 11,
    FillerData = 12,

    /// <summary>Single-time aggregation packet: several NAL units in one payload.</summary>
    StapA = 24,

    /// <summary>Fragmentation unit: a part of one NAL unit.</summary>
    FuA = 28,
}

/// <summary>The first byte of a NAL unit: forbidden bit, two bits of reference importance (NRI), five of type.</summary>
internal static class NalHeader
{
    public const int ForbiddenBit = 0x80;
    public const int ImportanceMask = 0x60;
    public const int TypeMask = 0x1F;

    public static NalUnitType Type(byte header) => (NalUnitType)(header & TypeMask);
}
