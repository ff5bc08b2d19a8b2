using System.ComponentModel;
using System.Diagnostics;

namespace Lookout.Migrate.Machine;

/// <summary>
/// A program of the box, at an absolute path, run without a shell, with a bare environment, nothing on standard input but
/// what is given, and a limit of time.
/// </summary>
/// <param name="Path">The executable.</param>
/// <param name="Lead">Arguments that come before all others, as in 'docker compose'.</param>
internal sealed record Tool(string Path, params string[] Lead)
{
    private static readonly TimeSpan ForItsPipes = TimeSpan.FromSeconds(2);

    /// <summary>Variables it gets on top of the bare ones.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The same program with more leading arguments.</summary>
    public Tool With(params string[] more) => this with { Lead = [.. Lead, .. more] };

    public CommandResult Run(TimeSpan limit, string[] arguments, byte[]? input = null)
    {
        string command = string.Join(' ', [System.IO.Path.GetFileName(Path), .. Lead, .. arguments]);
        using var process = new Process { StartInfo = Describe(arguments) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return new CommandResult(command, -1, "", exception.Message);
        }
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Feed(process, input);
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            return new CommandResult(command, -1, "", $"stopped after {limit.TotalSeconds:0} s");
        }
        // A daemon it left behind may hold the pipes open for ever.
        bool complete = Task.WaitAll([output, errors], ForItsPipes);
        return new CommandResult(command, process.ExitCode, complete ? output.Result : "", complete ? errors.Result : "");
    }

    private static void Feed(Process process, byte[]? input)
    {
        try
        {
            if (input is not null) process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells why.
        }
    }

    private ProcessStartInfo Describe(string[] arguments)
    {
        var start = new ProcessStartInfo(Path, [.. Lead, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        // Neither a hostile PATH nor a DOCKER_HOST of somebody's shell decides what is migrated.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = "/root";
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach ((string name, string value) in Variables) start.Environment[name] = value;
        return start;
    }
}
