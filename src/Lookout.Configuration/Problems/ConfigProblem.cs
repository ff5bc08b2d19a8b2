namespace Lookout.Configuration.Problems;

/// <summary>One thing that is wrong with the configuration, in words its author can act on.</summary>
/// <param name="Origin">Where it was written.</param>
/// <param name="Key">Dotted path of the key, for example cameras.front.source; empty for the file as a whole.</param>
/// <param name="Message">What was found and what was expected. Never holds a password.</param>
/// <param name="IsWarning">Whether Lookout starts all the same.</param>
public sealed record ConfigProblem(Origin Origin, string Key, string Message, bool IsWarning = false)
{
    /// <summary>file:line:column: key: message.</summary>
    public override string ToString()
    {
        string severity = IsWarning ? "warning: " : "";
        return Key.Length == 0 ? $"{Origin}: {severity}{Message}" : $"{Origin}: {severity}{Key}: {Message}";
    }
}
