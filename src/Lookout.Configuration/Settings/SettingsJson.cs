using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lookout.Configuration.Settings;

/// <summary>
/// Settings as the supervisor hands them to a worker. They may hold a camera's password, so they travel over the
/// worker's standard input and never over its command line or environment.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(LookoutSettings))]
public sealed partial class SettingsJson : JsonSerializerContext
{
    public static string Serialize(LookoutSettings settings) => JsonSerializer.Serialize(settings, Default.LookoutSettings);

    /// <summary>Reads what <see cref="Serialize"/> wrote. False for anything else.</summary>
    public static bool TryParse(string json, out LookoutSettings? settings)
    {
        settings = null;
        try
        {
            settings = JsonSerializer.Deserialize(json, Default.LookoutSettings);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return false;
        }
        return settings is not null;
    }
}
