namespace Lookout.Migrate.Machine;

/// <summary>One generation of Compose: 'docker compose' (v2) or 'docker-compose' (v1).</summary>
internal sealed class ComposeProgram(Box box, Tool tool, string version)
{
    public string Version { get; } = version;

    public bool IsFirstGeneration => Version.StartsWith("1.", StringComparison.Ordinal);

    /// <summary>Every generation the box has, the newer first.</summary>
    public static List<ComposeProgram> Find(Box box)
    {
        var found = new List<ComposeProgram>();
        // docker-compose 1.29 gives up on the engine's answer after a minute, which a busy box may need; newer ones ignore this.
        var patient = new Dictionary<string, string> { ["COMPOSE_HTTP_TIMEOUT"] = $"{box.Patience.Up.TotalSeconds:0}" };
        if (box.Find("docker") is { } docker) Try(docker.With("compose"));
        if (box.Find("docker-compose") is { } standalone) Try(standalone with { Variables = patient });
        return found;

        void Try(Tool tool)
        {
            CommandResult result = tool.Run(box.Patience.Query, ["version", "--short"]);
            string version = result.Output.Trim().TrimStart('v');
            if (result.Succeeded && version.Length > 0 && char.IsAsciiDigit(version[0])) found.Add(new ComposeProgram(box, tool, version));
        }
    }

    /// <summary>Has Compose read a text in the place of the file. Null when it finds nothing wrong.</summary>
    public string? Check(string file, string project, byte[] text)
    {
        string[] arguments = ["--project-directory", Path.GetDirectoryName(box.At(file))!, "--project-name", project, "--file", "-", "config", "--quiet"];
        CommandResult result = tool.Run(box.Patience.Act, arguments, text);
        return result.Succeeded ? null : result.Explain();
    }

    /// <summary>Runs a command on the project of these files.</summary>
    public void Must(IReadOnlyList<string> files, string project, params string[] arguments)
    {
        string[] all = ["--project-name", project, .. files.SelectMany(file => new[] { "--file", box.At(file) }), .. arguments];
        CommandResult result = tool.Run(box.Patience.Up, all);
        if (!result.Succeeded) throw new MigrationException(result.Explain());
    }
}
