namespace Lookout.Migrate;

/// <summary>The box is not as it must be for the next step. The message is for a person and names the remedy where there is one.</summary>
internal sealed class MigrationException(string message) : Exception(message);
