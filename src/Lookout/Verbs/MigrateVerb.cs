using Lookout.Migrate;

namespace Lookout.Verbs;

/// <summary>lookout migrate: from the host's camera daemon to this container, and back.</summary>
internal static class MigrateVerb
{
    public static int Run(ReadOnlySpan<string> arguments) => MigrateCommand.Run(arguments, Console.Out, Console.Error);
}
