using Lookout.Migrate.Tests.Boxes;

namespace Lookout.Migrate.Tests;

/// <summary>The command lines that people, the boot unit and the acceptance test use.</summary>
public sealed class MigrateCommandTests : IDisposable
{
    private readonly FakeBox _box = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _box.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public void Whole_life_of_a_box_in_commands()
    {
        string old = Snapshot.Of(_box);
        Assert.Equal(MigrateExit.Ok, Run("status"));
        Assert.Equal("old\n", Said());
        Assert.Equal(MigrateExit.NotWell, Run("apply"));
        Assert.Equal(MigrateExit.Ok, Run("plan", "--compose", FakeBox.ComposeFile, "--image", "lookout:dev"));
        Assert.Equal(MigrateExit.Ok, Run("apply"));
        Said();
        Assert.Equal(MigrateExit.Ok, Run("status"));
        Assert.Equal("new\n", Said());
        Assert.Equal(MigrateExit.Ok, Run("verify", "--json"));
        Assert.StartsWith("{\n  \"ok\": true", Said(), StringComparison.Ordinal);
        Assert.Equal(MigrateExit.Ok, Run("plan", "--image", "lookout:dev"));
        Assert.Equal(MigrateExit.Ok, Run("rollback", "--if-unfinished"));
        Assert.Equal(MigrateExit.Ok, Run("rollback"));
        Assert.Equal(Snapshot.WithRecordings(old), Snapshot.Of(_box));
        Assert.Equal(MigrateExit.NotWell, Run("verify", "--quick"));
    }

    [Theory]
    [InlineData]
    [InlineData("fly")]
    [InlineData("plan")]
    [InlineData("plan", "--image")]
    [InlineData("plan", "--image", "a", "--rotate", "45")]
    [InlineData("plan", "--image", "a", "--size", "1280")]
    [InlineData("plan", "--image", "a", "--size", "8x8")]
    [InlineData("plan", "--image", "a", "--size", "-640x360")]
    [InlineData("plan", "--image", "a", "--fps", "0")]
    [InlineData("apply", "--dry-run")]
    [InlineData("rollback", "now")]
    public void Wrong_command_line_is_told_with_the_right_ones(params string[] arguments)
    {
        Assert.Equal(MigrateExit.Usage, MigrateCommand.Run(arguments, _output, _errors));
        Assert.Contains("lookout migrate rollback [--if-unfinished]", _errors.ToString(), StringComparison.Ordinal);
    }

    private int Run(params string[] arguments) => MigrateCommand.Run([.. arguments, "--root", _box.Root], _output, _errors);

    private string Said()
    {
        string said = _output.ToString();
        _output.GetStringBuilder().Clear();
        return said;
    }
}
