using Lookout.Configuration.Settings;

namespace Lookout.CameraServer.Encoding;

/// <summary>One encoding of a camera's pictures.</summary>
/// <param name="Number">Its number on the link: both sides are halved so often.</param>
/// <param name="Kilobits">Rate in kbit/s; null: by the size of the camera's pictures.</param>
internal readonly record struct Rendition(byte Number, int? Kilobits)
{
    public const byte Full = 0;
    public const byte Half = 1;
    public const byte Quarter = 2;

    /// <summary>The source's own H.265, which is not encoded here.</summary>
    public const byte Original = 3;

    /// <summary>Less than this on a side is no picture that a decoder has to take.</summary>
    private const int MinSide = 48;

    /// <summary>What a camera's pictures are encoded as when somebody wants it.</summary>
    public static IReadOnlyList<Rendition> Of(RenditionSettings settings)
    {
        var renditions = new List<Rendition> { new(Full, settings.Full) };
        if (settings.Half != 0) renditions.Add(new Rendition(Half, settings.Half));
        if (settings.Quarter != 0) renditions.Add(new Rendition(Quarter, settings.Quarter));
        return renditions;
    }

    /// <summary>Size of its pictures in pixels: even, as chroma is halved.</summary>
    public (int Width, int Height) SizeOf(int width, int height) =>
        Number == Full ? (width, height) : ((width >> Number) & ~1, (height >> Number) & ~1);

    /// <summary>Whether there is anything to see at this size.</summary>
    public bool Fits(int width, int height) => Number == Full || Math.Min(width, height) >> Number >= MinSide;
}
