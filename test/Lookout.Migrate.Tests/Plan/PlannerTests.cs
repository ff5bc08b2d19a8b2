using System.Text;
using Lookout.Migrate.Plan;
using Lookout.Migrate.Tests.Boxes;

namespace Lookout.Migrate.Tests.Plan;

public sealed class PlannerTests : IDisposable
{
    private readonly FakeBox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Plan_names_units_of_both_levels_their_trigger_camera_service_and_image()
    {
        MigrationPlan plan = _box.Plan();

        Assert.Equal(["native-camera.service (system): active, enabled", "native-camera.service (user dev): inactive, disabled", "native-camera.timer (system): active, enabled"], plan.Units.Select(unit => unit.ToString()));
        Assert.Equal([new PlannedCamera("video0", "/dev/video0", 270, CaptureMode.Any)], plan.Cameras);
        Assert.Equal(("camera", "camera-service", "sha256:5a7e"), (plan.Project, plan.Service, plan.ImageId));
        Assert.Contains(plan.Inputs, input => input.Path == FakeBox.ComposeFile && input.State.StartsWith("file ", StringComparison.Ordinal));
    }

    [Fact]
    public void Size_and_rate_that_were_asked_for_are_in_the_configuration()
    {
        MigrationPlan plan = new Planner(_box.Open()).Make(FakeBox.Request with { Mode = new CaptureMode(640, 360, 5) }).Plan!;

        Assert.Contains("source: v4l2:///dev/video0?width=640&height=360&fps=5\n", Encoding.UTF8.GetString(LookoutYaml.Write(plan.Cameras, null)), StringComparison.Ordinal);
        Assert.Contains("camera    video0: /dev/video0, 640x360, 5 fps, turned 270 degrees clockwise", PlanText.Lines(plan));
    }

    [Fact]
    public void Daemon_of_any_name_is_found_by_the_socket_it_serves()
    {
        string unit = File.ReadAllText(_box.At(FakeBox.SystemUnit)).Replace("native_camera_server", "eye", StringComparison.Ordinal);
        _box.Write("/etc/systemd/system/eye.service", unit);
        _box.Systemctl("stop", "--", "native-camera.service");
        foreach (string path in (string[])[FakeBox.SystemUnit, FakeBox.UserUnit, "/etc/systemd/system/native-camera.timer"]) File.Delete(_box.At(path));
        _box.Systemctl("daemon-reload");
        _box.Systemctl("start", "--", "eye.service");

        MigrationPlan plan = _box.Plan();

        Assert.Equal(["eye.service"], plan.Units.Select(found => found.Name));
        Assert.Equal("/dev/video0", plan.Cameras.Single().Device);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compose_file_is_found_among_the_projects_docker_knows(bool isFirstGeneration)
    {
        if (isFirstGeneration) _box.Write("/first-generation", "");
        Draft draft = new Planner(_box.Open()).Make(FakeBox.Request with { ComposeFile = null });
        Assert.Equal(FakeBox.ComposeFile, draft.Plan!.ComposeFile);
    }

    [Fact]
    public void Link_in_the_place_of_the_compose_file_is_refused()
    {
        File.Move(_box.At(FakeBox.ComposeFile), _box.At("/srv/real.yml"));
        File.CreateSymbolicLink(_box.At(FakeBox.ComposeFile), _box.At("/srv/real.yml"));
        Assert.Contains("is a symbolic link", Refusal(FakeBox.Request), StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_file_mounted_by_itself_is_refused()
    {
        _box.Write("/proc/self/mountinfo", $"36 35 98:0 /x {FakeBox.ComposeFile} rw - ext4 /dev/sda rw\n");
        Assert.Contains("is mounted here by itself", Refusal(FakeBox.Request), StringComparison.Ordinal);
    }

    [Fact]
    public void Image_that_is_not_there_is_refused_with_the_remedy() =>
        Assert.Contains("docker pull lookout:9", Refusal(FakeBox.Request with { Image = "lookout:9" }), StringComparison.Ordinal);

    [Fact]
    public void Stranger_that_holds_a_camera_is_named()
    {
        Directory.CreateDirectory(_box.At("/proc/77/fd"));
        File.CreateSymbolicLink(_box.At("/proc/77/fd/9"), "/dev/video2");
        _box.Write("/proc/77/comm", "motion\n");
        _box.Write("/proc/77/cgroup", "0::/system.slice/motion.service\n");
        Assert.Contains("process 77 (motion, motion.service) has /dev/video2", Refusal(FakeBox.Request), StringComparison.Ordinal);
    }

    [Fact]
    public void Taken_port_is_named()
    {
        _box.Write("/proc/net/tcp", "  sl\n   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 991 1\n");
        Assert.Contains("port 8080/tcp is taken", Refusal(FakeBox.Request), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_camera_is_named()
    {
        File.Delete(_box.At("/dev/video0"));
        Assert.Contains("there is no /dev/video0", Refusal(FakeBox.Request), StringComparison.Ordinal);
    }

    [Fact]
    public void Home_that_leads_elsewhere_by_a_link_is_not_followed()
    {
        Directory.Move(_box.At("/home/dev/.config"), _box.At("/home/dev/elsewhere"));
        File.CreateSymbolicLink(_box.At("/home/dev/.config"), _box.At("/home/dev/elsewhere"));
        Draft draft = new Planner(_box.Open()).Make(FakeBox.Request);
        Assert.DoesNotContain(draft.Changes, change => change.Path.StartsWith("/home", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_reads_back_as_it_was_written()
    {
        MigrationPlan plan = _box.Plan();
        Assert.True(PlanJson.TryRead(PlanJson.Write(plan), out MigrationPlan? again));
        Assert.Null(PlanComparison.FirstDifference(plan, again!));
        Assert.False(PlanJson.TryRead("{\"version\":2}"u8, out _));
    }

    [Fact]
    public void Dry_run_opens_nothing_for_writing_and_changes_nothing()
    {
        string before = Snapshot.Of(_box);
        List<Strace.Call> calls = Strace.Trace(_box, "plan", "--image", "lookout:dev", "--compose", FakeBox.ComposeFile, "--dry-run");

        Assert.Contains(calls, call => call.Name == "openat");
        // The runtime writes to /proc/self and starts threads; the machine is none of its business.
        Assert.DoesNotContain(calls, call => call.ChangesSomething && call.Line.Contains(_box.Root, StringComparison.Ordinal));
        Assert.DoesNotContain(calls, call => call.Name is "fchmod" or "fchown" or "fsync" or "ftruncate" or "rename" or "unlink" or "symlink");
        Assert.Equal(before, Snapshot.Of(_box));
        Assert.False(Directory.Exists(_box.At("/var/lib/lookout-migrate")));
    }

    private string Refusal(PlanRequest request) => string.Join('\n', new Planner(_box.Open()).Make(request).Problems);
}
