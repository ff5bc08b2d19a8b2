using System.Text.Json;
using System.Text.Json.Serialization;
using Lookout.Migrate.Files;
using Lookout.Migrate.Steps;
using Lookout.Migrate.Verify;

namespace Lookout.Migrate.Plan;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(MigrationPlan))]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(PathState))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class PlanJson : JsonSerializerContext
{
    public static byte[] Write(MigrationPlan plan) => [.. JsonSerializer.SerializeToUtf8Bytes(plan, Default.MigrationPlan), (byte)'\n'];

    /// <summary>Reads a plan. False for anything else, and for a plan of another version.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out MigrationPlan? plan)
    {
        plan = null;
        try
        {
            plan = JsonSerializer.Deserialize(text, Default.MigrationPlan);
        }
        catch (JsonException)
        {
            return false;
        }
        return plan is { Version: Plan.MigrationPlan.CurrentVersion };
    }
}
