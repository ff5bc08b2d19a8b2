using System.Text.Json;
using System.Text.Unicode;

namespace Lookout.CameraServer.Legacy;

/// <summary>One request: a JSON object whose member <c>cmd</c> decides. Members we do not know are the client's own business.</summary>
/// <param name="Command">What is asked for.</param>
/// <param name="Size">For a picture that follows; -1 where nothing usable was said.</param>
internal readonly record struct LegacyRequest(LegacyCommand Command, ImageSize Size)
{
    private const int MaxDepth = 8;

    /// <summary>False: not UTF-8, not JSON, no object, or a member of ours is there twice.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out LegacyRequest request)
    {
        request = default;
        if (!Utf8.IsValid(json)) return false;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            return TryReadObject(ref reader, out request);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter: half a surrogate pair
        {
            return false;
        }
    }

    private static bool TryReadObject(ref Utf8JsonReader reader, out LegacyRequest request)
    {
        LegacyCommand? command = null;
        int? width = null, height = null, channels = null;
        request = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool first = true;
            if (reader.ValueTextEquals("cmd"u8)) first = TrySet(ref command, ReadCommand(ref reader));
            else if (reader.ValueTextEquals("width"u8)) first = TrySet(ref width, ReadNumber(ref reader));
            else if (reader.ValueTextEquals("height"u8)) first = TrySet(ref height, ReadNumber(ref reader));
            else if (reader.ValueTextEquals("channels"u8)) first = TrySet(ref channels, ReadNumber(ref reader));
            else reader.Skip();
            if (!first) return false;
        }
        if (reader.Read()) return false;
        request = new LegacyRequest(command ?? LegacyCommand.Unknown, new ImageSize(width ?? -1, height ?? -1, channels ?? -1));
        return true;
    }

    private static bool TrySet<T>(ref T? target, T value) where T : struct
    {
        if (target != null) return false;
        target = value;
        return true;
    }

    private static LegacyCommand ReadCommand(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return LegacyCommand.Unknown;
        }
        if (reader.ValueTextEquals("ping"u8)) return LegacyCommand.Ping;
        if (reader.ValueTextEquals("stats"u8)) return LegacyCommand.Stats;
        if (reader.ValueTextEquals("get_frame"u8)) return LegacyCommand.GetFrame;
        if (reader.ValueTextEquals("process_image"u8)) return LegacyCommand.ProcessImage;
        return reader.ValueTextEquals("process_aligned_face"u8) ? LegacyCommand.ProcessAlignedFace : LegacyCommand.Unknown;
    }

    private static int ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number)) return number;
        reader.Skip();
        return -1;
    }
}
