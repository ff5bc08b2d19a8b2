using System.Runtime.InteropServices;
using System.Text.Json;
using Lookout.Migrate.Files;
using Lookout.Migrate.Journal;
using Lookout.Migrate.Machine;
using Lookout.Migrate.Plan;
using Lookout.Migrate.Steps;
using Lookout.Migrate.Verify;
using Lookout.Native.Posix;

namespace Lookout.Migrate;

/// <summary>lookout migrate plan | apply | status | verify | rollback.</summary>
public static class MigrateCommand
{
    // --root is for tests: a machine in a directory, whose programs are looked for there alone.
    private const string Root = "--root";

    private const string Usage = """
        lookout migrate plan --image IMAGE [--compose FILE] [--service NAME] [--unit NAME]... [--device /dev/videoN]...
                             [--rotate 0|90|180|270] [--size WIDTHxHEIGHT] [--fps N] [--socket PATH] [--out FILE | --dry-run]
        lookout migrate apply [--plan FILE] [--continue]
        lookout migrate status [--json]
        lookout migrate verify [--quick] [--json]
        lookout migrate rollback [--if-unfinished]
        """;

    public static int Run(ReadOnlySpan<string> arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            return arguments switch
            {
                ["plan", .. var rest] => Plan(rest, output, errors),
                ["apply", .. var rest] => Apply(rest, output, errors),
                ["status", .. var rest] => Status(rest, output, errors),
                ["verify", .. var rest] => Verify(rest, output, errors),
                ["rollback", .. var rest] => RollBack(rest, output, errors),
                _ => Refuse("expected plan, apply, status, verify or rollback", errors),
            };
        }
        catch (Exception exception) when (exception is MigrationException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"lookout migrate: {exception.Message}");
            return MigrateExit.NotWell;
        }
    }

    private static int Plan(ReadOnlySpan<string> arguments, TextWriter output, TextWriter errors)
    {
        string[] options = ["--image", "--compose", "--service", "--unit", "--device", "--rotate", "--size", "--fps", "--socket", "--out", Root];
        if (MigrateArguments.Parse(arguments, options, ["--dry-run"], out string problem) is not { } parsed) return Refuse(problem, errors);
        if (parsed.Value("--image") is not { } image) return Refuse("plan needs --image IMAGE, the Lookout image on this box", errors);
        int? rotate = null;
        if (parsed.Value("--rotate") is { } angle)
        {
            if (angle is not ("0" or "90" or "180" or "270")) return Refuse($"--rotate {angle}: expected 0, 90, 180 or 270", errors);
            rotate = int.Parse(angle, System.Globalization.CultureInfo.InvariantCulture);
        }
        if (!CaptureMode.TryParse(parsed.Value("--size"), parsed.Value("--fps"), out CaptureMode mode, out string wrong)) return Refuse(wrong, errors);
        Box box = BoxOf(parsed, output);
        using StateDirectory state = StateDirectory.Look(box);
        Progress progress = state.Journal.Load();
        if (progress.Phase == MigrationPhase.Committed)
        {
            box.Say("the box is migrated already; there is nothing to plan");
            return MigrateExit.Ok;
        }
        if (progress.IsUnfinished || progress.Phase == MigrationPhase.Manual) throw new MigrationException("a migration of this box is not settled: 'lookout migrate status' says what to do");
        Draft draft = new Planner(box).Make(new PlanRequest
        {
            Image = image,
            ComposeFile = parsed.Value("--compose") is { } file ? Path.GetFullPath(file) : null,
            Service = parsed.Value("--service"),
            Units = parsed.Values("--unit"),
            Devices = parsed.Values("--device"),
            Rotate = rotate,
            Mode = mode,
            Socket = parsed.Value("--socket") ?? PlanRequest.DefaultSocket,
        });
        foreach (string line in draft.Plan is { } plan ? PlanText.Lines(plan) : []) box.Say(line);
        foreach (string obstacle in draft.Problems) errors.WriteLine($"! {obstacle}");
        if (draft.Plan is null || draft.Problems.Count > 0) return MigrateExit.NotWell;
        if (parsed.Has("--dry-run") || parsed.Value("--out") == "-") return MigrateExit.Ok;
        Write(box, state, parsed.Value("--out"), PlanJson.Write(draft.Plan));
        return MigrateExit.Ok;
    }

    private static void Write(Box box, StateDirectory state, string? given, byte[] plan)
    {
        if (given is null) StateDirectory.Make(box);
        string path = given is null ? state.PlanFile : Path.GetFullPath(given);
        PathWriter.Become(path, PathState.File(plan, 0b110_000_000, CurrentProcess.UserId, 0), _ => plan);
        box.Say("");
        box.Say($"Nothing was changed. The plan is {path}; '{(given is null ? "lookout migrate apply" : $"lookout migrate apply --plan {given}")}' carries it out.");
    }

    private static int Apply(ReadOnlySpan<string> arguments, TextWriter output, TextWriter errors)
    {
        if (MigrateArguments.Parse(arguments, ["--plan", Root], ["--continue"], out string problem) is not { } parsed) return Refuse(problem, errors);
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration terminate = Listen(PosixSignal.SIGTERM, stop);
        using PosixSignalRegistration interrupt = Listen(PosixSignal.SIGINT, stop);
        using PosixSignalRegistration hangUp = Listen(PosixSignal.SIGHUP, stop);
        return WithLock(BoxOf(parsed, output, stop.Token), errors, (box, state) =>
        {
            var run = new MigrationRun(box, state);
            if (parsed.Has("--continue")) return run.Continue();
            string path = parsed.Value("--plan") is { } given ? Path.GetFullPath(given) : state.PlanFile;
            MigrationPlan? plan = null;
            if (File.Exists(path) && !PlanJson.TryRead(File.ReadAllBytes(path), out plan))
                throw new MigrationException($"{path} is no plan of this version of lookout; run 'lookout migrate plan' again");
            return run.Apply(plan);
        });
    }

    private static int Status(ReadOnlySpan<string> arguments, TextWriter output, TextWriter errors)
    {
        if (MigrateArguments.Parse(arguments, [Root], ["--json"], out string problem) is not { } parsed) return Refuse(problem, errors);
        Box box = BoxOf(parsed, output);
        using StateDirectory state = StateDirectory.Look(box);
        StatusReport report = StatusReport.Of(box, state);
        if (parsed.Has("--json")) box.Say(JsonSerializer.Serialize(report, PlanJson.Default.StatusReport));
        else foreach (string line in report.Lines()) box.Say(line);
        return report.ExitCode;
    }

    private static int Verify(ReadOnlySpan<string> arguments, TextWriter output, TextWriter errors)
    {
        if (MigrateArguments.Parse(arguments, [Root], ["--quick", "--json"], out string problem) is not { } parsed) return Refuse(problem, errors);
        return WithLock(BoxOf(parsed, output), errors, (box, state) =>
        {
            if (state.Journal.Load() is not { Phase: MigrationPhase.Committed, Manifest: { } manifest })
                throw new MigrationException("this box is not migrated: 'lookout migrate status' says how it is");
            var site = new Site(box, state.Manifest(manifest), state.Contents);
            Verdict verdict = new Verifier(site).Run(parsed.Has("--quick") ? VerifyDepth.Quick : VerifyDepth.Full);
            if (parsed.Has("--json")) box.Say(JsonSerializer.Serialize(verdict, PlanJson.Default.Verdict));
            else foreach (Criterion criterion in verdict.Criteria) box.Say($"{(criterion.Ok ? " " : "!")} {criterion.Id}. {criterion.Name}: {criterion.Detail}");
            return verdict.Ok ? MigrateExit.Ok : MigrateExit.NotWell;
        });
    }

    private static int RollBack(ReadOnlySpan<string> arguments, TextWriter output, TextWriter errors)
    {
        if (MigrateArguments.Parse(arguments, [Root], ["--if-unfinished"], out string problem) is not { } parsed) return Refuse(problem, errors);
        // Half way back is the one place to be in no case: nobody stops this but SIGKILL, and then the next run goes on.
        using var ignored = new CancellationTokenSource();
        using PosixSignalRegistration terminate = Listen(PosixSignal.SIGTERM, ignored);
        using PosixSignalRegistration interrupt = Listen(PosixSignal.SIGINT, ignored);
        using PosixSignalRegistration hangUp = Listen(PosixSignal.SIGHUP, ignored);
        return WithLock(BoxOf(parsed, output), errors, (box, state) =>
        {
            var run = new MigrationRun(box, state);
            return parsed.Has("--if-unfinished") ? run.RollBackIfUnfinished() : run.RollBack("it was asked for");
        });
    }

    private static int WithLock(Box box, TextWriter errors, Func<Box, StateDirectory, int> act)
    {
        using StateDirectory? state = StateDirectory.TryTake(box);
        if (state is not null) return act(box, state);
        errors.WriteLine("lookout migrate: another 'lookout migrate' is at work on this box; wait until it has ended");
        return MigrateExit.InProgress;
    }

    private static Box BoxOf(MigrateArguments parsed, TextWriter output, CancellationToken stop = default)
    {
        string root = parsed.Value(Root) ?? "/";
        if (root == "/" && CurrentProcess.UserId != 0) throw new MigrationException("only root may look into every process and unit: run it with sudo");
        return new Box(Path.GetFullPath(root), output) { Stop = stop };
    }

    private static PosixSignalRegistration Listen(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });

    private static int Refuse(string problem, TextWriter errors)
    {
        errors.WriteLine($"lookout migrate: {problem}");
        errors.WriteLine(Usage);
        return MigrateExit.Usage;
    }
}
