using System.Diagnostics;

namespace Lookout.Migrate.Tests.Compose;

/// <summary>Programs that judge what the editor made.</summary>
internal static class Programs
{
    /// <summary>Runs one and returns its exit status and all it said.</summary>
    public static (int Exit, string Said) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
