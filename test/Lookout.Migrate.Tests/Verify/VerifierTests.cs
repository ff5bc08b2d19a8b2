using Lookout.Migrate.Journal;
using Lookout.Migrate.Steps;
using Lookout.Migrate.Tests.Boxes;
using Lookout.Migrate.Verify;

namespace Lookout.Migrate.Tests.Verify;

public sealed class VerifierTests : IDisposable
{
    private readonly FakeBox _box = new();

    public VerifierTests() => _box.Migrate();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Migrated_box_meets_all_five_and_is_left_running()
    {
        Verdict verdict = Verify(VerifyDepth.Full);
        Assert.True(verdict.Ok, string.Join('\n', verdict.Criteria));
        Assert.Equal([1, 2, 3, 4, 5], verdict.Criteria.Select(criterion => criterion.Id));
        Assert.True(Directory.Exists(_box.At("/proc/200")));
    }

    [Fact]
    public void Quick_look_interrupts_nothing()
    {
        _box.ForgetCalls();
        Assert.True(Verify(VerifyDepth.Quick).Ok);
        string log = File.ReadAllText(_box.At("/shim/log"));
        foreach (string word in (string[])[" restart ", " down", " up ", " stop "]) Assert.DoesNotContain(word, log, StringComparison.Ordinal);
    }

    [Fact]
    public void Process_of_the_host_at_a_camera_fails_the_third()
    {
        Directory.CreateDirectory(_box.At("/proc/77/fd"));
        File.CreateSymbolicLink(_box.At("/proc/77/fd/9"), "/dev/video1");
        _box.Write("/proc/77/comm", "motion\n");
        Criterion third = Verify(VerifyDepth.Quick).Criteria[2];
        Assert.False(third.Ok);
        Assert.Contains("process 77 (motion", third.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Container_that_is_gone_fails_the_first_and_second()
    {
        foreach (string container in Directory.GetFiles(_box.At("/shim/containers"))) File.Delete(container);
        Directory.Delete(_box.At("/proc/200"), recursive: true);
        Verdict verdict = Verify(VerifyDepth.Quick);
        Assert.Equal([false, false, true], verdict.Criteria.Select(criterion => criterion.Ok));
    }

    [Fact]
    public void Unit_that_was_unmasked_shows_in_verify_and_status()
    {
        File.Delete(_box.At(FakeBox.SystemUnit));
        _box.Write(FakeBox.SystemUnit, OldWorld.Service);
        _box.Systemctl("daemon-reload");
        Assert.False(Verify(VerifyDepth.Quick).Criteria[2].Ok);
        using StateDirectory state = StateDirectory.Look(_box.Open());
        StatusReport report = StatusReport.Of(_box.Open(), state);
        Assert.Equal((MigrateExit.NotWell, "new"), (report.ExitCode, report.State));
        Assert.Contains(FakeBox.SystemUnit, Assert.Single(report.Drift), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"decoded":150,"width":1280,"height":720,"fps":29.9,"changing":true,"kind":"camera","error":null}""", true)]
    [InlineData("""{"decoded":150,"width":1280,"height":720,"fps":29.9,"changing":false,"kind":"camera","error":null}""", false)]
    [InlineData("""{"decoded":150,"width":1280,"height":720,"fps":29.9,"changing":true,"kind":"clip","error":null}""", false)]
    [InlineData("""{"decoded":150,"width":1280,"height":720,"fps":29.9,"changing":true,"kind":"synthetic","error":null}""", false)]
    [InlineData("""{"decoded":0,"width":0,"height":0,"fps":0,"changing":true,"kind":"camera","error":null}""", false)]
    [InlineData("", false)]
    [InlineData("{", false)]
    [InlineData("null", false)]
    public void Only_changing_pictures_of_a_camera_count(string printed, bool isReal) =>
        Assert.Equal(isReal, ProbeReport.TryParse(printed, out ProbeReport? report) && report!.IsRealCamera);

    private Verdict Verify(VerifyDepth depth)
    {
        using StateDirectory state = StateDirectory.Look(_box.Open());
        Progress progress = state.Journal.Load();
        return new Verifier(new Site(_box.Open(), state.Manifest(progress.Manifest!), state.Contents)).Run(depth);
    }
}
