using Lookout.Migrate.Machine;
using Lookout.Migrate.Plan;
using Lookout.Migrate.Tests.Boxes;

namespace Lookout.Migrate.Tests.Steps;

/// <summary>The way there and back on a machine where nothing goes wrong.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly FakeBox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Apply_gives_the_camera_to_the_container_and_masks_the_units()
    {
        _box.Migrate();

        Assert.Equal("/dev/null", new FileInfo(_box.At(FakeBox.SystemUnit)).LinkTarget);
        Assert.Equal("/dev/null", new FileInfo(_box.At("/etc/systemd/system/native-camera.timer")).LinkTarget);
        Assert.Equal("/dev/null", new FileInfo(_box.At(FakeBox.UserUnit)).LinkTarget);
        Assert.False(new FileInfo(_box.At("/etc/systemd/system/multi-user.target.wants/native-camera.service")).Exists);
        Assert.Contains("lookout:dev", File.ReadAllText(_box.At(FakeBox.ComposeFile)), StringComparison.Ordinal);
        Assert.Contains("v4l2:///dev/video0", File.ReadAllText(_box.At("/srv/camera/lookout/lookout.yml")), StringComparison.Ordinal);
        Assert.Equal("lookout\n", File.ReadAllText(_box.At("/proc/200/comm")));
        Assert.False(File.Exists(_box.At($"/etc/systemd/system/{RecoveryUnit.Name}")));
        Assert.Equal("", _box.TwoOwners);
    }

    [Fact]
    public void Rollback_puts_back_every_byte_mode_owner_link_unit_and_container()
    {
        string old = Snapshot.Of(_box);
        _box.Migrate();
        Assert.NotEqual(old, Snapshot.Of(_box));

        Assert.Equal(MigrateExit.Ok, _box.RollBack());

        Assert.Equal(Snapshot.WithRecordings(old), Snapshot.Of(_box));
        Assert.Equal("", _box.TwoOwners);
    }

    [Fact]
    public void Second_apply_and_second_rollback_change_nothing()
    {
        MigrationPlan plan = _box.Migrate();
        string migrated = Snapshot.Of(_box);
        Assert.Equal(MigrateExit.Ok, _box.Apply(plan));
        Assert.Equal(migrated, Snapshot.Of(_box));

        _box.RollBack();
        string old = Snapshot.Of(_box);
        Assert.Equal(MigrateExit.Ok, _box.RollBack());
        Assert.Equal(old, Snapshot.Of(_box));
    }

    [Fact]
    public void Box_that_was_rolled_back_can_be_migrated_again_by_the_same_plan()
    {
        MigrationPlan plan = _box.Migrate();
        string migrated = Snapshot.Of(_box);
        _box.RollBack();

        Assert.Equal(MigrateExit.Ok, _box.Apply(plan));
        Assert.Equal(migrated, Snapshot.Of(_box));
    }

    [Fact]
    public void Stop_signal_ends_the_step_and_puts_the_box_back()
    {
        using var box = new FakeBox { IsToldToStop = true };
        string old = Snapshot.Of(box);

        Assert.Equal(MigrateExit.NotWell, box.Apply(box.Plan()));

        Assert.Equal(old, Snapshot.Of(box));
        Assert.Contains("asked to stop", box.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Stale_plan_is_refused_and_names_the_file()
    {
        MigrationPlan plan = _box.Plan();
        File.AppendAllText(_box.At(FakeBox.ComposeFile), "# edited\n");
        string old = Snapshot.Of(_box);

        var refusal = Assert.Throws<MigrationException>(() => _box.Apply(plan));

        Assert.Contains($"stale: {FakeBox.ComposeFile}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(old, Snapshot.Of(_box));
    }

    [Fact]
    public void Version_edited_after_the_commit_is_kept_when_it_is_rolled_back()
    {
        string old = Snapshot.Of(_box);
        _box.Migrate();
        File.AppendAllText(_box.At(FakeBox.ComposeFile), "# mine\n");

        Assert.Equal(MigrateExit.Ok, _box.RollBack());

        Assert.Equal(Snapshot.WithRecordings(old), Snapshot.Of(_box));
        Assert.EndsWith("# mine\n", File.ReadAllText(_box.At("/var/lib/lookout-migrate/displaced-docker-compose.yml")), StringComparison.Ordinal);
    }

    [Fact]
    public void Directory_that_docker_made_in_the_sockets_place_is_out_of_the_daemons_way()
    {
        string old = Snapshot.Of(_box);
        _box.Migrate();
        Directory.CreateDirectory(_box.At("/tmp/native_inference.sock"));

        Assert.Equal(MigrateExit.Ok, _box.RollBack());
        Assert.Equal(Snapshot.WithRecordings(old), Snapshot.Of(_box));
    }

    [Fact]
    public void Box_without_root_programs_uses_none_of_this_machine()
    {
        Directory.Delete(_box.At("/usr/bin"), recursive: true);
        Box box = _box.Open();
        foreach (string name in (string[])["systemctl", "docker", "docker-compose", "bash"]) Assert.Null(box.Find(name));
    }
}
