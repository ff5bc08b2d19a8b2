namespace Lookout.Link;

/// <summary>One face of a still picture, in coordinates 0..1 of the upright picture. Biometric data, as <see cref="Likeness"/> is.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Score">The detector's confidence, 0..1.</param>
/// <param name="Quality">0..1, what a gallery decides on.</param>
/// <param name="EyeDistance">Pixels between the eyes.</param>
/// <param name="Sharpness">0..1.</param>
/// <param name="Embedding">Little-endian float32 values.</param>
/// <param name="Picture">The aligned face, <see cref="LinkProtocol.PictureSide"/> squared, packed RGB.</param>
public sealed record ImageFace(
    float X,
    float Y,
    float Width,
    float Height,
    float Score,
    float Quality,
    float EyeDistance,
    float Sharpness,
    byte[] Embedding,
    byte[] Picture);

/// <summary>The answer to one still picture.</summary>
/// <param name="Id">The number the picture was sent with.</param>
/// <param name="Problem">Empty when the picture could be read and looked at, else a sentence for the user that says what to do.</param>
/// <param name="Width">Width in pixels of the picture that was looked at, upright; 0 with a problem.</param>
/// <param name="Height">Its height.</param>
/// <param name="Measure">How to compare the embeddings; null with a problem.</param>
/// <param name="Faces">All faces found, the largest first; possibly none.</param>
public sealed record ImageFaces(ulong Id, string Problem, int Width, int Height, Measure? Measure, IReadOnlyList<ImageFace> Faces)
{
    /// <summary>The answer to a picture that was not looked at.</summary>
    public static ImageFaces Refused(ulong id, string problem) => new(id, problem, 0, 0, null, []);
}
