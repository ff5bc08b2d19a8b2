namespace Lookout.Migrate.Compose;

/// <summary>A compose file after the edit.</summary>
/// <param name="Text">The whole new file.</param>
/// <param name="Diff">A unified diff for a person to read; empty when nothing had to change.</param>
/// <param name="NeedsLegacySocket">Other services use the socket: set <c>legacy.socket</c> to <see cref="LegacySocket"/>.</param>
/// <param name="Notes">What a person should know and no edit can settle.</param>
public sealed record EditedCompose(byte[] Text, string Diff, bool NeedsLegacySocket, IReadOnlyList<string> Notes)
{
    /// <summary>Where Lookout must serve the legacy socket inside its own container, or null.</summary>
    public string? LegacySocket { get; init; }
}
