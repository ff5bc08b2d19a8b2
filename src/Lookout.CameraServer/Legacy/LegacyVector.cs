using System.Buffers.Binary;
using System.Text.Json;

namespace Lookout.CameraServer.Legacy;

/// <summary>Embeddings in the old system's words: plain numbers, as many as the model gives.</summary>
internal static class LegacyVector
{
    /// <param name="json">Where to write.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="embedding">Little-endian float32. None: an empty array, and not zeros that would be somebody's neighbour.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> embedding)
    {
        json.WriteStartArray(name);
        for (; embedding.Length >= sizeof(float); embedding = embedding[sizeof(float)..]) json.WriteNumberValue(BinaryPrimitives.ReadSingleLittleEndian(embedding));
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<float> embedding)
    {
        json.WriteStartArray(name);
        foreach (float value in embedding) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
