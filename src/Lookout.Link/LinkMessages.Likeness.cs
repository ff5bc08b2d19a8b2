using System.Buffers.Binary;

namespace Lookout.Link;

internal static partial class LinkMessages
{
    public static bool TryParseLikenesses(ReadOnlySpan<byte> body, int cameras, out Likenesses likenesses)
    {
        if (!TryParse(body, LinkJson.Default.Likenesses, out likenesses)) return false;
        if ((uint)likenesses.Camera >= (uint)cameras || likenesses.CaptureNs < 0 || !Enum.IsDefined(likenesses.Kind)) return false;
        if (!IsMeasure(likenesses.Measure) || likenesses.Items.Count is 0 or > LinkProtocol.MaxLikenesses) return false;
        int length = likenesses.Items[0]?.Embedding.Length ?? 0;
        foreach (Likeness? item in likenesses.Items)
        {
            if (item is null || item.Track <= 0 || !AreFinite([item.Quality, item.EyeDistance, item.Sharpness])) return false;
            if (!IsEmbedding(item.Embedding, length) || item.Picture is not null and not { Length: LinkProtocol.PictureBytes }) return false;
        }

        return true;
    }

    public static bool TryParseImageFaces(ReadOnlySpan<byte> body, out ImageFaces image)
    {
        if (!TryParse(body, LinkJson.Default.ImageFaces, out image)) return false;
        if (image.Problem.Length > LinkProtocol.MaxReasonLength || image.Width < 0 || image.Height < 0 || image.Faces.Count > LinkProtocol.MaxLikenesses) return false;
        if (image.Problem.Length > 0) return image.Measure is null && image.Faces.Count == 0;
        if (image.Measure is null || !IsMeasure(image.Measure)) return false;
        int length = image.Faces.Count == 0 ? 0 : image.Faces[0]?.Embedding.Length ?? 0;
        foreach (ImageFace? face in image.Faces)
        {
            if (face is null || !AreFinite([face.X, face.Y, face.Width, face.Height, face.Score, face.Quality, face.EyeDistance, face.Sharpness])) return false;
            if (!IsEmbedding(face.Embedding, length) || face.Picture.Length != LinkProtocol.PictureBytes) return false;
        }

        return true;
    }

    private static bool IsMeasure(Measure measure) =>
        measure.Model.Length is > 0 and <= LinkProtocol.MaxModelLength && (measure.Metric is Measure.Euclidean or Measure.Cosine) && float.IsFinite(measure.Threshold);

    private static bool IsEmbedding(ReadOnlySpan<byte> bytes, int length)
    {
        if (bytes.Length != length || length is 0 or > LinkProtocol.MaxEmbeddingBytes || length % sizeof(float) != 0) return false;
        for (int i = 0; i < length; i += sizeof(float))
        {
            if (!float.IsFinite(BinaryPrimitives.ReadSingleLittleEndian(bytes[i..]))) return false;
        }

        return true;
    }
}
