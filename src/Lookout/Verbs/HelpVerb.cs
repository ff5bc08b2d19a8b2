namespace Lookout.Verbs;

/// <summary>lookout help.</summary>
internal static class HelpVerb
{
    private const string Text = """
        lookout: cameras in, WebRTC with faces on it out

          lookout run [--config FILE]       start; Ctrl-C or SIGTERM stops in order
          lookout config check FILE         check a configuration; exit 0 or 78
          lookout doctor [--config FILE]    look for what is missing on this machine, with the remedy; exit 0 or 1
          lookout models list|check|bench   the models of models.dir: what they are, whether they load, how long a run takes;
                                            [--dir DIR] [--config FILE] [--json]; exit 0 or 1
          lookout health [--config FILE]    ask the Lookout that runs here how it is; exit 0 or 1
          lookout probe URL                 watch http://HOST:PORT/CAMERA as a viewer does, and say what was seen; exit 0 or 1
          lookout migrate plan|apply|status|verify|rollback
                                            move a box from its camera daemon to the container, and back; docs/migration.md
          lookout version
          lookout help

        Without --config: /config/lookout.yml, then ./lookout.yml, then every camera found, then two demo clips.
        LOOKOUT_HTTP_LISTEN, LOOKOUT_CAMERAS_FRONT_SOURCE and so on override any key of the file.
        'lookout camera-server' and 'lookout camera-service' are started by 'lookout run'.
        """;

    public static int Run()
    {
        Console.Out.WriteLine(Text);
        return ExitCode.Ok;
    }

    /// <summary>Says what was wrong with the command line.</summary>
    public static int Refuse(string problem)
    {
        Console.Error.WriteLine($"lookout: {problem}; 'lookout help' lists what it can do.");
        return ExitCode.Usage;
    }
}
