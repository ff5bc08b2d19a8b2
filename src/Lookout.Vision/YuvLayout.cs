namespace Lookout.Vision;

/// <summary>How the chroma of an 8-bit 4:2:0 picture lies in memory.</summary>
public enum YuvLayout
{
    /// <summary>Three planes: Y, U, V.</summary>
    I420,

    /// <summary>Two planes: Y, and U and V interleaved (U first).</summary>
    Nv12,
}
