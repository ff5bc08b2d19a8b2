using Lookout.Configuration;
using Lookout.Configuration.Problems;

namespace Lookout.Verbs;

/// <summary>lookout config check FILE.</summary>
internal static class ConfigVerb
{
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is not ["check", { } file]) return HelpVerb.Refuse("expected 'lookout config check FILE'");
        ConfigResult result = ConfigLoader.Load(file, ThisMachine.Look());
        foreach (ConfigProblem problem in result.Problems) Console.Error.WriteLine(problem);
        if (result.Settings is not { } settings) return ExitCode.Configuration;
        Console.Out.WriteLine($"{file}: fine, {settings.Cameras.Count} camera{(settings.Cameras.Count == 1 ? "" : "s")}");
        return ExitCode.Ok;
    }
}
