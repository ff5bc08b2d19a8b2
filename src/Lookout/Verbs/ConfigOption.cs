using Lookout.Configuration;
using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;

namespace Lookout.Verbs;

/// <summary>The one option several verbs share: --config FILE.</summary>
internal static class ConfigOption
{
    /// <summary>Reads the option. False when the arguments are anything else.</summary>
    public static bool TryParse(ReadOnlySpan<string> arguments, out string? file)
    {
        file = null;
        switch (arguments)
        {
            case []:
                return true;
            case ["--config", { Length: > 0 } named]:
                file = named;
                return true;
            case [{ } joined] when joined.StartsWith("--config=", StringComparison.Ordinal) && joined.Length > "--config=".Length:
                file = joined["--config=".Length..];
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads the configuration and says on standard error what is wrong with it. Null when it cannot be used.</summary>
    public static LookoutSettings? Load(string? file) => Tell(ConfigLoader.Load(file, ThisMachine.Look()));

    /// <summary>The same for a container, where a bad file is stood in for (<see cref="ConfigLoader.LoadOrStandIn"/>).</summary>
    public static LookoutSettings? LoadOrStandIn(string? file) => Tell(ConfigLoader.LoadOrStandIn(file, ThisMachine.Look()));

    private static LookoutSettings? Tell(ConfigResult result)
    {
        foreach (ConfigProblem problem in result.Problems) Console.Error.WriteLine(problem);
        return result.Settings;
    }
}
