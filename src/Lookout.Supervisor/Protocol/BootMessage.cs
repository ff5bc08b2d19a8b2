using System.Text.Json;
using System.Text.Json.Serialization;
using Lookout.Configuration.Settings;

namespace Lookout.Supervisor.Protocol;

/// <summary>
/// The first and only line on a worker's standard input. After it the input stays open: its end is the parent's end.
/// </summary>
/// <param name="Supervisor">Process id of the supervisor.</param>
/// <param name="Nonce">Secret of this run, by which the two workers know each other on the link.</param>
/// <param name="Settings">The settings.</param>
public sealed record BootMessage(int Supervisor, string Nonce, LookoutSettings Settings)
{
    /// <summary>No boot line is longer: settings come from at most 256 KiB of YAML.</summary>
    public const int MaxLength = 2 * 1024 * 1024;

    /// <summary>The message as one line, newline included.</summary>
    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, BootJson.Default.BootMessage), (byte)'\n'];

    /// <summary>Reads a line without its newline. False for anything that no supervisor writes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out BootMessage? message)
    {
        message = null;
        try
        {
            message = JsonSerializer.Deserialize(line, BootJson.Default.BootMessage);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return false;
        }
        return message is { Nonce.Length: > 0, Settings: not null, Supervisor: > 0 };
    }

    /// <summary>Keeps nonce and passwords out of record printing.</summary>
    public override string ToString() => $"BootMessage {{ {Supervisor} }}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BootMessage))]
internal sealed partial class BootJson : JsonSerializerContext;
