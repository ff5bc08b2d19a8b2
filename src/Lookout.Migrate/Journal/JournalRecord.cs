using System.Text.Json.Serialization;
using Lookout.Migrate.Steps;

namespace Lookout.Migrate.Journal;

/// <summary>One line of the journal.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Step">Of Intent and Done.</param>
/// <param name="Detail">Of Begin the plan's hash, of Done(Backup) the manifest's hash, of RollingBack and Manual the reason.</param>
internal sealed record JournalRecord(RecordKind Kind, StepName? Step = null, string? Detail = null);

[JsonConverter(typeof(JsonStringEnumConverter<RecordKind>))]
internal enum RecordKind
{
    Begin,
    Intent,
    Done,
    Commit,
    RollingBack,
    RolledBack,

    /// <summary>Rolling back failed: nothing more is touched until a person asks for it.</summary>
    Manual,
}
