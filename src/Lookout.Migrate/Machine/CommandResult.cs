namespace Lookout.Migrate.Machine;

/// <summary>How a command ended.</summary>
/// <param name="Command">The command as a person would type it.</param>
/// <param name="ExitCode">Its exit code; -1 when it was killed for being late or could not be started.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Errors)
{
    private const int LongestExplanation = 400;

    public bool Succeeded => ExitCode == 0;

    /// <summary>What went wrong, in one line.</summary>
    public string Explain()
    {
        string said = (Errors.Trim().Length > 0 ? Errors : Output).Trim().ReplaceLineEndings(" / ");
        if (said.Length > LongestExplanation) said = string.Concat(said.AsSpan(0, LongestExplanation), "...");
        string ended = ExitCode < 0 ? "did not end" : $"ended with {ExitCode}";
        return said.Length == 0 ? $"'{Command}' {ended}" : $"'{Command}' {ended}: {said}";
    }
}
