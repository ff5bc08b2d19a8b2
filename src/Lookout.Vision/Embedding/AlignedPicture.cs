using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Embedding;

/// <summary>A face that came aligned, as planes: the same way leads from there to a model as from a camera's picture. Not thread safe.</summary>
internal sealed class AlignedPicture
{
    public const int Side = 112;

    private const int Pixels = Side * Side;

    // InsightFace's template for ArcFace, which others align to as well.
    private static readonly FaceTemplate Template = new(
    [
        new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f),
    ]);

    private readonly byte[] _planes = new byte[3 * Pixels];

    /// <summary>The face of such a picture.</summary>
    public static DetectedFace Face { get; } = Template.AsFace(Side);

    /// <param name="bgr">Side x side pixels, rows without gaps.</param>
    public YuvPlanes Read(ReadOnlySpan<byte> bgr)
    {
        if (bgr.Length != 3 * Pixels) throw new ArgumentException($"An aligned face has {3 * Pixels} bytes, not {bgr.Length}.", nameof(bgr));
        Span<byte> luma = _planes.AsSpan(0, Pixels), blueness = _planes.AsSpan(Pixels, Pixels), redness = _planes.AsSpan(2 * Pixels, Pixels);
        for (int i = 0; i < Pixels; i++)
        {
            // ITU-R BT.601, limited range.
            float blue = bgr[3 * i], green = bgr[3 * i + 1], red = bgr[3 * i + 2];
            float grey = 0.299f * red + 0.587f * green + 0.114f * blue;
            luma[i] = (byte)MathF.Round(16 + grey * 219 / 255);
            blueness[i] = (byte)MathF.Round(128 + (blue - grey) * 112 / (255 * (1 - 0.114f)));
            redness[i] = (byte)MathF.Round(128 + (red - grey) * 112 / (255 * (1 - 0.299f)));
        }
        return new YuvPlanes(luma, blueness, redness, Side, Side);
    }
}
