using System.Buffers.Binary;

namespace Lookout.CameraServer.Analysis;

/// <summary>Embeddings as they travel: little-endian float32.</summary>
internal static class Embeddings
{
    public static byte[] ToBytes(ReadOnlySpan<float> embedding)
    {
        var bytes = new byte[embedding.Length * sizeof(float)];
        for (int i = 0; i < embedding.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), embedding[i]);
        return bytes;
    }

    /// <summary>What a model gives for a picture that is none: it is like nobody.</summary>
    public static bool IsNothing(ReadOnlySpan<float> embedding) => embedding.IndexOfAnyExcept(0f) < 0;
}
