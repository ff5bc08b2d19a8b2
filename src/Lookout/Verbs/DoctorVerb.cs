using Lookout.Configuration;
using Lookout.Configuration.Settings;
using Lookout.Doctor;

namespace Lookout.Verbs;

/// <summary>lookout doctor [--config FILE]: looks at everything a run needs and says what to do about what is missing.</summary>
internal static class DoctorVerb
{
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (!ConfigOption.TryParse(arguments, out string? file)) return HelpVerb.Refuse("expected 'lookout doctor [--config FILE]'");
        if (ConfigOption.Load(file) is not { } settings) return ExitCode.NotWell;
        bool well = true;
        foreach (Finding finding in Examine(settings, Directories.Choose(ThisMachine.Look())))
        {
            well &= finding.IsFine;
            Console.Out.WriteLine(finding);
        }
        Console.Out.WriteLine(well ? "Everything a run needs is there." : "Something is missing; see the lines marked with '!'.");
        return well ? ExitCode.Ok : ExitCode.NotWell;
    }

    private static IEnumerable<Finding> Examine(LookoutSettings settings, Directories directories) =>
    [
        .. GStreamerCheck.Look(settings),
        .. CameraCheck.Look(settings),
        .. PortCheck.Look(settings),
        .. ModelCheck.Look(settings),
        .. DirectoryCheck.Look(settings, directories),
    ];
}
