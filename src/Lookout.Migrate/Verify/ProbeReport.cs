using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lookout.Migrate.Verify;

/// <summary>What 'lookout probe --json' saw of a stream.</summary>
/// <param name="Decoded">Pictures that a decoder gave.</param>
/// <param name="Width">Of the last picture.</param>
/// <param name="Height">Of the last picture.</param>
/// <param name="Fps">Decoded in a second.</param>
/// <param name="Changing">Whether the pictures differ.</param>
/// <param name="Kind">camera, clip or synthetic, as the stream's own server names its source.</param>
/// <param name="Error">What kept it from seeing anything.</param>
internal sealed record ProbeReport(int Decoded, int Width, int Height, double Fps, bool Changing, string? Kind, string? Error)
{
    [JsonIgnore]
    public bool IsRealCamera => Decoded > 0 && Changing && Kind == "camera";

    /// <summary>Reads what the probe printed. False for anything but a report.</summary>
    public static bool TryParse(string output, out ProbeReport? report)
    {
        report = null;
        int start = output.IndexOf('{', StringComparison.Ordinal);
        if (start < 0) return false;
        try
        {
            report = JsonSerializer.Deserialize(output[start..], ProbeJson.Default.ProbeReport);
        }
        catch (JsonException)
        {
            return false;
        }
        return report is not null;
    }

    public override string ToString() => Error ?? $"{Decoded} frames of {Width}x{Height} at {Fps:0.#} fps, {(Changing ? "changing" : "standing still")}, from a {Kind}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProbeReport))]
internal sealed partial class ProbeJson : JsonSerializerContext;
