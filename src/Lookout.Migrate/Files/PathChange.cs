namespace Lookout.Migrate.Files;

/// <summary>One path the migration changes: how it was, and how it shall be. The whole move on the disk is a list of these.</summary>
internal sealed record PathChange(string Path, ChangePart Part, PathState Before, PathState After);
