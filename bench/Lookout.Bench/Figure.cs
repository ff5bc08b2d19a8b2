namespace Lookout.Bench;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="AtMost">The target, where there is one; a figure above it is reported, it fails nothing.</param>
/// <param name="Note">How it was measured.</param>
public sealed record Figure(string Name, double Value, string Unit, double? AtMost = null, string Note = "")
{
    /// <summary>Whether the target is met; null without a target.</summary>
    public bool? Met => AtMost is { } target ? Value <= target : null;
}
