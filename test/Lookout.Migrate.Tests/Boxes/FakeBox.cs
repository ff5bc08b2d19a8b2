using Lookout.Migrate.Journal;
using Lookout.Migrate.Machine;
using Lookout.Migrate.Plan;
using Lookout.Migrate.Steps;

namespace Lookout.Migrate.Tests.Boxes;

/// <summary>
/// A machine in a directory: the old world with a system unit that runs, its timer, a user unit that is disabled, a client
/// and a stranger in one compose file. systemctl and docker are scripts that keep their state beside it.
/// </summary>
internal sealed class FakeBox : IDisposable
{
    public const string ComposeFile = "/srv/camera/docker-compose.yml";
    public const string SystemUnit = "/etc/systemd/system/native-camera.service";
    public const string UserUnit = "/home/dev/.config/systemd/user/native-camera.service";

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private static readonly UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    private readonly StringWriter _report = new();

    public FakeBox() : this(Path.Combine(Path.GetTempPath(), $"lookout-box-{Guid.NewGuid():N}")) => Build();

    private FakeBox(string root) => Root = root;

    public string Root { get; }

    /// <summary>What was said so far.</summary>
    public string Said => _report.ToString();

    /// <summary>How long a command may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    public string At(string path) => Root + path;

    /// <summary>Whether SIGTERM came before the first step.</summary>
    public bool IsToldToStop { get; init; }

    public Box Open() => new(Root, _report)
    {
        Self = "/usr/local/bin/lookout",
        Stop = new CancellationToken(IsToldToStop),
        // The shims act at once: what is not so soon will not be so.
        Patience = new Patience { Query = Limit, Act = Limit, Up = Limit, Settle = Moment, Ready = Moment, Poll = Moment / 5 },
    };

    /// <summary>The same machine in another directory.</summary>
    public FakeBox Copy(TimeSpan? limit = null)
    {
        var copy = new FakeBox(Path.Combine(Path.GetTempPath(), $"lookout-box-{Guid.NewGuid():N}")) { Limit = limit ?? Limit };
        Run("/bin/cp", "-a", Root, copy.Root);
        return copy;
    }

    public static PlanRequest Request => new() { Image = "lookout:dev", ComposeFile = ComposeFile };

    /// <summary>Plans, and keeps the plan where 'apply' looks for it.</summary>
    public MigrationPlan Plan()
    {
        Draft draft = new Planner(Open()).Make(Request);
        Assert.Empty(draft.Problems);
        StateDirectory.Make(Open());
        File.WriteAllBytes(At($"{StateDirectory.Path}/plan.json"), PlanJson.Write(draft.Plan!));
        return draft.Plan!;
    }

    public int Apply(MigrationPlan plan) => With(run => run.Apply(plan));

    /// <summary>Plans and applies where nothing goes wrong.</summary>
    public MigrationPlan Migrate()
    {
        MigrationPlan plan = Plan();
        Assert.True(Apply(plan) == MigrateExit.Ok, Said);
        return plan;
    }

    /// <summary>Whether the journal tells of an 'apply' that was cut off after the backup.</summary>
    public bool CanContinue
    {
        get
        {
            using StateDirectory state = StateDirectory.Look(Open());
            return state.Journal.Load() is { Phase: MigrationPhase.Applying, Manifest: not null };
        }
    }

    public int Continue() => With(run => run.Continue());

    public int RollBack() => With(run => run.RollBack("it was asked for"));

    public int RollBackIfUnfinished() => With(run => run.RollBackIfUnfinished());

    /// <summary>Has the shims misbehave at one of their calls, counted from now.</summary>
    public void FailAt(int call, string mode)
    {
        ForgetCalls();
        File.WriteAllText(At("/shim/fault"), $"{call} {mode}\n");
    }

    public void NeverFail() => File.Delete(At("/shim/fault"));

    public void ForgetCalls()
    {
        File.WriteAllText(At("/shim/calls"), "0\n");
        File.WriteAllText(At("/shim/log"), "");
    }

    public int Calls => int.Parse(File.ReadAllText(At("/shim/calls")), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// A power cut and a boot: no process is left, enabled units start unless they are masked, and Docker brings back the
    /// containers that ran.
    /// </summary>
    public void Reboot()
    {
        foreach (string process in Directory.GetDirectories(At("/proc")).Where(path => Path.GetFileName(path) != "net")) Directory.Delete(process, recursive: true);
        foreach (string manager in (string[])["system", "user"])
        {
            string active = At($"/shim/active-{manager}");
            if (Directory.Exists(active)) Directory.Delete(active, recursive: true);
        }
        File.WriteAllText(At("/proc/net/unix"), "");
        Systemctl("daemon-reload");
        Systemctl("--user", "daemon-reload");
        foreach (string container in Directory.GetFiles(At("/shim/containers")).Where(path => File.ReadAllText(path).Contains(" running ", StringComparison.Ordinal)))
            Run(At("/usr/bin/docker"), "start", Path.GetFileName(container));
        foreach (string unit in (string[])["native-camera.timer", "native-camera.service"])
        {
            if (Systemctl("show", "--", unit).Contains("UnitFileState=enabled", StringComparison.Ordinal)) Systemctl("start", "--", unit);
        }
    }

    /// <summary>Moments in which two processes had the camera.</summary>
    public string TwoOwners => File.Exists(At("/shim/two-owners")) ? File.ReadAllText(At("/shim/two-owners")) : "";

    public string Systemctl(params string[] arguments) => Run(At("/usr/bin/systemctl"), arguments);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private int With(Func<MigrationRun, int> act)
    {
        using StateDirectory? state = StateDirectory.TryTake(Open());
        Assert.NotNull(state);
        return act(new MigrationRun(Open(), state));
    }

    private static string Run(string program, params string[] arguments)
    {
        CommandResult result = new Tool(program).Run(TimeSpan.FromSeconds(20), arguments);
        Assert.True(result.Succeeded, result.Explain());
        return result.Output;
    }

    private void Build()
    {
        foreach (string directory in new[] { "/usr/bin", "/dev", "/tmp", "/proc/net", "/var/lib", "/shim/containers", "/shim/networks", "/shim/volumes", "/run/user/1000/systemd" }) Directory.CreateDirectory(At(directory));
        string shim = Path.Combine(AppContext.BaseDirectory, "Boxes/shim.sh");
        foreach (string name in new[] { "systemctl", "docker", "docker-compose", "setpriv" })
        {
            File.Copy(shim, At($"/usr/bin/{name}"));
            File.SetUnixFileMode(At($"/usr/bin/{name}"), Executable);
        }
        foreach (string table in new[] { "unix", "tcp", "tcp6", "udp", "udp6" }) Write($"/proc/net/{table}", "");
        Write("/dev/video0", "");
        Write("/run/user/1000/systemd/private", "");
        Write("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\ndev:x:1000:1000:Developer:/home/dev:/bin/bash\n");
        Write("/shim/next", "1\n");
        Write(SystemUnit, OldWorld.Service);
        Write("/etc/systemd/system/native-camera.timer", OldWorld.Timer);
        Write(UserUnit, OldWorld.Service);
        Link("/etc/systemd/system/multi-user.target.wants/native-camera.service", SystemUnit);
        Link("/etc/systemd/system/timers.target.wants/native-camera.timer", "/etc/systemd/system/native-camera.timer");
        Write(ComposeFile, OldWorld.Compose);
        File.SetUnixFileMode(At(ComposeFile), (UnixFileMode)0b110_100_000);
        ForgetCalls();
        Systemctl("daemon-reload");
        Systemctl("--user", "daemon-reload");
        Systemctl("start", "--", "native-camera.timer");
        Systemctl("start", "--", "native-camera.service");
        Run(At("/usr/bin/docker"), "compose", "--project-name", "camera", "--file", At(ComposeFile), "up", "-d");
        ForgetCalls();
    }

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.CreateSymbolicLink(At(path), target);
    }
}
