using Lookout.Migrate.Files;

namespace Lookout.Migrate.Plan;

/// <summary>A path and what it becomes.</summary>
/// <param name="Path">On the box.</param>
/// <param name="Part">The step that makes it.</param>
/// <param name="After">What it becomes.</param>
/// <param name="Content">Of a file.</param>
internal sealed record PlannedChange(string Path, ChangePart Part, PathState After, byte[]? Content = null);
