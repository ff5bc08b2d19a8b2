using System.Text;
using System.Text.RegularExpressions;
using Lookout.Migrate.Compose;
using Lookout.Migrate.Files;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Plan;

/// <summary>The compose file, its project and the service that becomes Lookout.</summary>
/// <param name="Files">The file and what Compose merges into it.</param>
/// <param name="Text">The file as it is.</param>
/// <param name="State">The file's mode and owner.</param>
/// <param name="Project">What Compose calls the whole.</param>
/// <param name="Service">Becomes Lookout.</param>
internal sealed partial record ComposeTarget(IReadOnlyList<string> Files, byte[] Text, PathState State, string Project, string Service)
{
    private static readonly string[] DefaultNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

    public string File => Files[0];

    /// <summary>Finds it. Null with the reason when there is none, or none that may be edited.</summary>
    public static ComposeTarget? Find(Box box, Docker docker, PlanRequest request, out string problem)
    {
        List<ComposeProject> projects = docker.Projects();
        string? file = request.ComposeFile ?? OnlyOne(box, projects, request.Socket);
        if (file is null)
        {
            problem = $"no compose file of a running project mounts {request.Socket}; name it with --compose FILE";
            return null;
        }
        PathState state = PathState.Read(box.At(file), out byte[]? text);
        problem = state.Kind switch
        {
            PathKind.Absent => $"{file}: there is no such file",
            PathKind.Link => $"{file}: is a symbolic link; name the file itself, since replacing the link would leave it behind",
            PathKind.File => "",
            _ => $"{file}: is no regular file",
        };
        if (problem.Length == 0 && IsMountPoint(box, file)) problem = $"{file}: is mounted here by itself and cannot be replaced in one step; name the file where it really lies";
        if (problem.Length > 0) return null;
        if (!ComposeReader.TryFindMounts(file, text, request.Socket, out IReadOnlyList<SocketMount> mounts, out ComposeProblem? misread))
        {
            problem = misread!.ToString();
            return null;
        }
        string[] services = [.. mounts.Select(mount => mount.Service).Distinct()];
        if (request.Service is null && services.Length != 1)
        {
            problem = services.Length == 0
                ? $"{file}: no service mounts {request.Socket}; name another file with --compose, or the service with --service"
                : $"{file}: {string.Join(", ", services)} mount {request.Socket}; name the one that becomes Lookout with --service";
            return null;
        }
        string[] files = [file, .. Overrides(box, file)];
        return new ComposeTarget(files, text!, state, ProjectOf(box, projects, file, text!), request.Service ?? services[0]);
    }

    private static string? OnlyOne(Box box, List<ComposeProject> projects, string socket)
    {
        // docker-compose 1.29 names its files as it was told them: relative to the directory it was called in.
        string[] files = [.. projects.SelectMany(project => project.Files.Split(',').Select(file => Path.Combine(project.Directory, file))).Select(box.Inside).Where(file => file.StartsWith('/')).Distinct().Where(Mounts)];
        return files.Length == 1 ? files[0] : null;

        bool Mounts(string file) =>
            System.IO.File.Exists(box.At(file))
            && ComposeReader.TryFindMounts(file, System.IO.File.ReadAllBytes(box.At(file)), socket, out IReadOnlyList<SocketMount> mounts, out _)
            && mounts.Count > 0;
    }

    // Compose merges an override only into a file it found by itself.
    private static IEnumerable<string> Overrides(Box box, string file)
    {
        if (!DefaultNames.Contains(Path.GetFileName(file))) return [];
        string stem = Path.GetFileNameWithoutExtension(file);
        string directory = Path.GetDirectoryName(file)!;
        return new[] { $"{directory}/{stem}.override.yml", $"{directory}/{stem}.override.yaml" }.Where(box.Exists).Take(1);
    }

    // The name the containers carry; else as Compose makes it: environment file, 'name:', directory.
    private static string ProjectOf(Box box, List<ComposeProject> projects, string file, byte[] text)
    {
        string directory = Path.GetDirectoryName(file)!;
        if (projects.Find(project => box.Inside(project.Directory) == directory) is { } known) return known.Name;
        string variables = box.At($"{directory}/.env");
        if (System.IO.File.Exists(variables) && ProjectVariable().Match(System.IO.File.ReadAllText(variables)) is { Success: true } variable) return variable.Groups[1].Value;
        if (TopLevelName().Match(Encoding.UTF8.GetString(text)) is { Success: true } name) return name.Groups[1].Value;
        return NotInName().Replace(Path.GetFileName(directory).ToLowerInvariant(), "").TrimStart('_', '-');
    }

    private static bool IsMountPoint(Box box, string file)
    {
        string mounts = box.At("/proc/self/mountinfo");
        // id parent major:minor root MOUNT-POINT ...
        return System.IO.File.Exists(mounts) && System.IO.File.ReadLines(mounts).Select(line => line.Split(' ')).Any(fields => fields.Length > 4 && fields[4] == file);
    }

    [GeneratedRegex("^COMPOSE_PROJECT_NAME=[\"']?([a-z0-9][a-z0-9_-]*)", RegexOptions.Multiline)]
    private static partial Regex ProjectVariable();

    [GeneratedRegex("^name:[ \t]*[\"']?([a-z0-9][a-z0-9_-]*)", RegexOptions.Multiline)]
    private static partial Regex TopLevelName();

    [GeneratedRegex("[^a-z0-9_-]")]
    private static partial Regex NotInName();
}
