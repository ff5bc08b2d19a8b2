namespace Lookout.Verbs;

/// <summary>lookout version.</summary>
internal static class VersionVerb
{
    public static int Run()
    {
        Console.Out.WriteLine($"lookout {typeof(VersionVerb).Assembly.GetName().Version!.ToString(3)}");
        return ExitCode.Ok;
    }
}
