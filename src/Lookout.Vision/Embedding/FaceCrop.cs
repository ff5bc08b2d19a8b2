using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Embedding;

/// <summary>An aligned face as bytes, of a size of its own. Not thread safe.</summary>
internal sealed class FaceCrop
{
    private readonly AffineWarp _warp;

    public FaceCrop(int side)
    {
        Side = side;
        _warp = new AffineWarp(new TensorFormat(side, side, IsPlanar: false, IsBgr: false, [0, 0, 0], [1, 1, 1]));
    }

    public int Side { get; }

    /// <param name="picture">Where the face is.</param>
    /// <param name="toPicture">From pixels of the model's input to those of the picture.</param>
    /// <param name="shrink">Pixels of the model's input in one of the crop.</param>
    /// <param name="rgb">Receives the crop.</param>
    public void Write(in YuvPlanes picture, in Similarity toPicture, float shrink, Span<byte> rgb)
    {
        // The middle of the crop's first pixel is not that of the input's.
        Landmark first = toPicture.Of(new((shrink - 1) / 2, (shrink - 1) / 2));
        _warp.Fill(picture, new Similarity(toPicture.A * shrink, toPicture.B * shrink, first.X, first.Y), new TensorSpan(rgb));
    }
}
