namespace Lookout.Vision.Preprocess;

/// <summary>One colour of a <see cref="YuvFrame"/>: BT.601, limited range.</summary>
internal readonly record struct YuvColour(byte Y, byte U, byte V)
{
    public static YuvColour Black => new(16, 128, 128);
}
