using Lookout.Migrate.Compose;
using Lookout.Migrate.Discovery;
using Lookout.Migrate.Files;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Plan;

/// <summary>Looks at the box and says what a migration would do to it. Reads only.</summary>
internal sealed class Planner(Box box)
{
    private const string ConfigDirectory = "./lookout";
    private const int ReferenceRotation = 270; // A quarter to the left, as the reference daemon turns its picture.

    private readonly Docker _docker = new(box);
    private readonly List<string> _problems = [];

    public Draft Make(PlanRequest request)
    {
        if (!_docker.Answers()) return Refuse("Docker does not answer: 'systemctl start docker', then try again");
        if (!new Systemd(box).IsThere) return Refuse("there is no systemctl: the migration needs a box with systemd");
        if (_docker.ImageId(request.Image) is not { } image) return Refuse($"the image {request.Image} is not on this box: 'docker pull {request.Image}', then try again");
        if (ComposeTarget.Find(box, _docker, request, out string problem) is not { } target) return Refuse(problem);
        List<Holder> holders = new ProcessTable(box).Holders(request.Socket);
        List<LegacyUnit> units = LegacyUnit.Find(box, request.Socket, request.Units, holders);
        string[] devices = request.Devices.Count > 0 ? [.. request.Devices] : [.. CameraDevices.OfUnits(units, holders)];
        var containers = new HashSet<string>(_docker.Containers(target.Project).Where(container => container.Service == target.Service).Select(container => container.Id));
        _problems.AddRange(PlanChecks.Run(box, request, units, devices, holders, containers, _docker));
        return Compose(request, target, image, units, devices);
    }

    private Draft Compose(PlanRequest request, ComposeTarget target, string image, List<LegacyUnit> units, string[] devices)
    {
        List<int> groups = CameraDevices.Groups(box, devices);
        var edit = new ComposeEdit
        {
            Service = target.Service,
            SocketPath = request.Socket,
            Image = request.Image,
            Groups = groups,
            ConfigDirectory = ConfigDirectory,
            NvidiaRuntime = box.Exists("/etc/nv_tegra_release") ? "nvidia" : null,
        };
        if (!ComposeEditor.TryEdit(target.File, target.Text, edit, out EditedCompose? edited, out ComposeProblem? misread)) return Refuse(misread!.ToString());
        List<ComposeProgram> programs = ComposeProgram.Find(box);
        if (programs.Count == 0) return Refuse("there is neither 'docker compose' nor 'docker-compose': install one and try again");
        foreach (ComposeProgram program in programs)
        {
            if (program.Check(target.File, target.Project, edited!.Text) is { } complaint) _problems.Add($"Compose {program.Version} refuses the edited file: {complaint}");
        }
        int rotate = request.Rotate ?? (units.Exists(unit => unit.Files.Any(file => file.IsReferenceDaemon)) ? ReferenceRotation : 0);
        PlannedCamera[] cameras = [.. devices.Select(device => new PlannedCamera(Path.GetFileName(device), device, rotate, request.Mode))];
        var notes = new List<string>(edited!.Notes);
        List<PlannedChange> changes =
        [
            .. RecoveryUnit.Changes(box),
            .. ConfigChanges(target, LookoutYaml.Write(cameras, edited.LegacySocket), notes),
            .. UnitChanges.Of(box, units),
            new PlannedChange(target.File, ChangePart.Compose, target.State with { Sha256 = PathState.Hash(edited.Text) }, edited.Text),
        ];
        if (PlanChecks.Space(box, changes) is { } shortage) _problems.Add(shortage);
        var systemd = new Systemd(box);
        UnitRecord[] records = [.. units.SelectMany(unit => unit.Ask(box, systemd))];
        notes.AddRange(Unseen(units, records));
        return new Draft(new MigrationPlan
        {
            Request = request with { ComposeFile = target.File },
            ComposeFiles = target.Files,
            Project = target.Project,
            Service = target.Service,
            ImageId = image,
            Cameras = cameras,
            Groups = groups,
            Units = records,
            Inputs = Inputs(target, units, changes),
            Changes = [.. changes.Select(change => new PlanInput(change.Path, change.After.Print))],
            Diff = edited.Diff,
            Notes = notes,
        }, changes, _problems);
    }

    private IEnumerable<PlannedChange> ConfigChanges(ComposeTarget target, byte[] yaml, List<string> notes)
    {
        string directory = Path.GetFullPath(ConfigDirectory, Path.GetDirectoryName(target.File)!);
        string file = $"{directory}/lookout.yml";
        if (box.Exists(file))
        {
            notes.Add($"{file} is there already and stays as it is");
            yield break;
        }
        // Readable by the container's own user, which is nobody the box knows.
        if (!box.Exists(directory)) yield return new PlannedChange(directory, ChangePart.Config, PathState.Directory(0b111_101_101));
        yield return new PlannedChange(file, ChangePart.Config, PathState.File(yaml, 0b110_100_100, target.State.User, target.State.Group), yaml);
    }

    private PlanInput[] Inputs(ComposeTarget target, List<LegacyUnit> units, List<PlannedChange> changes)
    {
        string variables = $"{Path.GetDirectoryName(target.File)}/.env";
        IEnumerable<string> paths =
        [
            .. target.Files,
            .. box.Exists(variables) ? [variables] : Array.Empty<string>(),
            .. units.SelectMany(unit => unit.Files).Select(file => file.Path),
            .. changes.Select(change => change.Path),
        ];
        return [.. paths.Distinct().Select(path => new PlanInput(path, PathState.Read(box.At(path)).Print))];
    }

    private static IEnumerable<string> Unseen(List<LegacyUnit> units, UnitRecord[] records)
    {
        if (units.Count == 0) yield return "no unit of the old daemon was found; only the compose file changes (--unit NAME names one)";
        foreach (string trigger in records.SelectMany(record => record.TriggeredBy).Distinct().Where(trigger => !units.Exists(unit => unit.Name == trigger)))
            yield return $"{trigger} triggers one of the units and stays as it is: it finds them masked";
    }

    private Draft Refuse(string problem) => new(null, [], [.. _problems, problem]);
}
