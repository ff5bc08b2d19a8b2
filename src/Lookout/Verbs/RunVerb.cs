using Lookout.Configuration.Settings;
using Lookout.Logging;
using Lookout.Supervisor.Host;
using Microsoft.Extensions.Logging;

namespace Lookout.Verbs;

/// <summary>lookout run [--config FILE].</summary>
internal static class RunVerb
{
    public static int Run(ReadOnlySpan<string> arguments)
    {
        using var relay = new LogRelay(Console.OpenStandardError());
        using var loggers = new LogFactory("supervisor", relay.Write);
        // Made before anything else: from here on a SIGTERM means an orderly stop.
        ILogger logger = loggers.CreateLogger("Lookout.Supervisor");
        using var host = new SupervisorHost(relay, logger);
        if (!ConfigOption.TryParse(arguments, out string? file)) return HelpVerb.Refuse("expected 'lookout run [--config FILE]'");
        // Process 1 is a container's. Its engine starts it again however it ends, so a bad file must not end it.
        bool contained = Environment.ProcessId == 1;
        if ((contained ? ConfigOption.LoadOrStandIn(file) : ConfigOption.Load(file)) is not { } settings) return ExitCode.Configuration;
        using RunDirectory? directory = RunDirectory.TryTake(settings.RunDirectory, settings.LinkSocket, out string problem);
        if (directory is null)
        {
            Console.Error.WriteLine($"lookout: {problem}");
            return ExitCode.Unavailable;
        }
        // What a container promises can be looked at only from inside.
        if (contained) SupervisorHost.SayWhatIsMissing(logger);
        return host.Run(settings, WorkerCommand.OfSelf, () => Announce(settings));
    }

    private static void Announce(LookoutSettings settings)
    {
        if (!ListenAddress.TryParse(settings.Http.Listen, out ListenAddress? listen)) return;
        try
        {
            Console.Out.WriteLine($"Lookout is at http://{listen!.ToBrowserAuthority()}/");
        }
        catch (IOException)
        {
            // Nobody reads our standard output (EPIPE); the page is there all the same.
        }
    }
}
