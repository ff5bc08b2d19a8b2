namespace Lookout.Native.Gst;

/// <summary>Which weights made Y, U and V of R, G and B, by GstVideoColorMatrix. Zero: nobody said.</summary>
public enum ColorMatrix
{
    Unknown = 0,
    Bt709 = 3,
    Bt601 = 4,
    Bt2020 = 6,
}
