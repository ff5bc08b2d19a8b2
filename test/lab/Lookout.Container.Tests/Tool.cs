using System.Diagnostics;

namespace Lookout.Container.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>What it wrote to standard output, trimmed.</summary>
    /// <exception cref="InvalidOperationException">It did not exit with 0; the message holds both outputs.</exception>
    public static async Task<string> RunAsync(string file, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        (int code, string output, string errors) = await TryAsync(file, arguments, folder, variables);
        return code == 0
            ? output
            : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)}: exit {code}\n{output}\n{errors}");
    }

    /// <summary>Exit code and both outputs, trimmed.</summary>
    public static async Task<(int Code, string Output, string Errors)> TryAsync(
        string file, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach ((string name, string value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, (await output).Trim(), (await errors).Trim());
    }
}
