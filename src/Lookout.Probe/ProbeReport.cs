using System.Text.Json.Serialization;

namespace Lookout.Probe;

/// <summary>What came of looking at one camera.</summary>
/// <param name="Camera">Its name.</param>
/// <param name="Kind">camera, clip or synthetic, as the server says; empty when it does not.</param>
/// <param name="State">online, no_signal or offline, as the server says.</param>
/// <param name="Decoded">Pictures decoded in the time counted.</param>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Seconds">The time counted.</param>
/// <param name="Fps">Pictures a second.</param>
/// <param name="Changing">Whether the picture's content changed.</param>
/// <param name="JoinMs">From the offer to the first picture.</param>
/// <param name="Lost">Packets that never came.</param>
/// <param name="Error">Why there is no stream, with the remedy; null when there is one.</param>
public sealed record ProbeReport(
    string Camera,
    string Kind,
    string State,
    int Decoded,
    int Width,
    int Height,
    double Seconds,
    double Fps,
    bool Changing,
    double JoinMs,
    long Lost,
    string? Error)
{
    /// <summary>A stream: a picture a second at least, and no error.</summary>
    [JsonIgnore]
    public bool IsStream => Error is null && Decoded >= Math.Max(1, Seconds);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProbeReport))]
public sealed partial class ProbeJson : JsonSerializerContext;
