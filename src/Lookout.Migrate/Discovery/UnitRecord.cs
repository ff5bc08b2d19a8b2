using System.Text.Json.Serialization;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Discovery;

/// <summary>How one manager had a unit before the migration, in systemd's words.</summary>
internal sealed record UnitRecord(SystemdInstance Manager, string Name, string ActiveState, string UnitFileState)
{
    [JsonIgnore]
    public IReadOnlyList<string> TriggeredBy { get; init; } = [];

    [JsonIgnore]
    public bool IsTrigger => !Name.EndsWith(".service", StringComparison.Ordinal);

    [JsonIgnore]
    public bool WasActive => ActiveState is "active" or "reloading";

    /// <summary>It ran, or was about to try again.</summary>
    [JsonIgnore]
    public bool WasAlive => ActiveState is not ("inactive" or "failed");

    public override string ToString() => $"{Name} ({Manager}): {ActiveState}, {(UnitFileState.Length == 0 ? "no enablement" : UnitFileState)}";
}
