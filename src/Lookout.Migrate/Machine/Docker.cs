namespace Lookout.Migrate.Machine;

/// <summary>
/// The docker program. Lists are asked for as tables: the heading tells an empty list from a program that said nothing.
/// </summary>
internal sealed class Docker(Box box)
{
    private const string ProjectLabel = "com.docker.compose.project";

    public Tool Program => box.Find("docker") ?? throw new MigrationException("there is no docker; install Docker Engine and try again");

    public bool Answers() => box.Find("docker") is not null && Program.Run(box.Patience.Query, ["version", "--format", "{{.Server.Version}}"]) is { Succeeded: true, Output: var version } && version.Trim().Length > 0;

    /// <summary>The id of an image; null when the engine does not have it.</summary>
    public string? ImageId(string image)
    {
        CommandResult result = Program.Run(box.Patience.Query, ["image", "inspect", "--format", "{{.Id}}", image]);
        if (!result.Succeeded) return null;
        return result.Output.Trim() is { Length: > 0 } id ? id : throw new MigrationException($"'{result.Command}' said nothing");
    }

    public List<Container> Containers(string project) =>
    [
        .. Table("{{.ID}}\t{{.Label \"com.docker.compose.service\"}}\t{{.State}}\t{{.Status}}",
                "ps", "-a", "--no-trunc", "--filter", $"label={ProjectLabel}={project}", "--filter", "label=com.docker.compose.oneoff=False")
            .Select(row => new Container(row[0], row[1], row[2], row[3])),
    ];

    /// <summary>Which Compose projects have containers, and where they were started from.</summary>
    public List<ComposeProject> Projects() =>
    [
        .. Table("{{.Label \"com.docker.compose.project\"}}\t{{.Label \"com.docker.compose.project.working_dir\"}}\t{{.Label \"com.docker.compose.project.config_files\"}}\t{{.Label \"com.docker.compose.version\"}}",
                "ps", "-a", "--filter", $"label={ProjectLabel}")
            .Select(row => new ComposeProject(row[0], row[1], row[2], row[3])).Distinct(),
    ];

    public List<string> Networks(string project) => Names("network", project);

    public List<string> Volumes(string project) => Names("volume", project);

    /// <summary>Ids of the containers that publish the port.</summary>
    public List<string> PublishersOf(int port) => [.. Table("{{.ID}}\t{{.Names}}", "ps", "--no-trunc", "--filter", $"publish={port}").Select(row => row[0])];

    public CommandResult Do(params string[] arguments) => Program.Run(box.Patience.Act, arguments);

    public void Must(params string[] arguments)
    {
        CommandResult result = Do(arguments);
        if (!result.Succeeded) throw new MigrationException(result.Explain());
    }

    private List<string> Names(string kind, string project) =>
        [.. Table("{{.Name}}\t{{.Driver}}", kind, "ls", "--filter", $"label={ProjectLabel}={project}").Select(row => row[0])];

    private List<string[]> Table(string columns, params string[] arguments)
    {
        int count = columns.Split('\t').Length;
        // 'table' pads its columns with spaces; the bar keeps an empty one in place.
        string format = "table " + columns.Replace("\t", "|", StringComparison.Ordinal);
        CommandResult result = Program.Run(box.Patience.Query, [.. arguments, "--format", format]);
        if (!result.Succeeded) throw new MigrationException(result.Explain());
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) throw new MigrationException($"'{result.Command}' said nothing, not even a heading");
        return [.. lines.Skip(1).Select(line => line.Split('|', count)).Where(row => row.Length == count).Select(row => Array.ConvertAll(row, cell => cell.Trim()))];
    }
}
