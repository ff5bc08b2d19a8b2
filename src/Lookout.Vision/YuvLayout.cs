namespace Lookout.Vision;

/// <summary>How the samples of an 8-bit picture lie in memory.</summary>
public enum YuvLayout
{
    /// <summary>4:2:0 in three planes: Y, U, V.</summary>
    I420,

    /// <summary>4:2:0 in two planes: Y, and U and V interleaved (U first).</summary>
    Nv12,

    /// <summary>4:2:2 in one plane, Y U Y V for two pixels: what webcams send uncompressed.</summary>
    Yuyv,
}
