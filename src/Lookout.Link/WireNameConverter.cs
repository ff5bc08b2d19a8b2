using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lookout.Link;

/// <summary>Enums travel by their snake_case name; a number in their place is malformed.</summary>
public sealed class WireNameConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
