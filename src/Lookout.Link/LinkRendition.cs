namespace Lookout.Link;

/// <summary>One encoding of a camera that can be wanted.</summary>
/// <param name="Number">Its number on the link: 0 full, 1 half and 2 quarter of the width and height, 3 the source's own H.265.</param>
/// <param name="BitsPerSecond">What it is encoded at; 0 where the source decides, or the size of its pictures.</param>
public sealed record LinkRendition(byte Number, long BitsPerSecond)
{
    /// <summary>What every camera has.</summary>
    public static readonly LinkRendition Full = new(0, 0);
}
