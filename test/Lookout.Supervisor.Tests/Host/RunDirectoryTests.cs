using Lookout.Supervisor.Host;

namespace Lookout.Supervisor.Tests.Host;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lookout-run-").FullName;

    private string Run => Path.Combine(_root, "run");

    private string Socket => Path.Combine(Run, "link.sock");

    [Fact]
    public void Directory_is_made_for_us_alone_and_its_socket_goes_with_the_run()
    {
        using (RunDirectory? taken = RunDirectory.TryTake(Run, Socket, out _))
        {
            Assert.NotNull(taken);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Run));
            File.WriteAllText(Socket, "");
        }
        Assert.False(File.Exists(Socket));
    }

    [Fact]
    public void Second_run_is_refused_and_leaves_the_first_ones_socket_alone()
    {
        using RunDirectory? first = RunDirectory.TryTake(Run, Socket, out _);
        File.WriteAllText(Socket, "");
        Assert.Null(RunDirectory.TryTake(Run, Socket, out string problem));
        Assert.Equal($"another 'lookout run' uses {Run}. Stop it, or set LOOKOUT_RUN_DIR to another directory.", problem);
        Assert.True(File.Exists(Socket));
    }

    [Fact]
    public void Stale_socket_is_removed()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Socket, "");
        using RunDirectory? taken = RunDirectory.TryTake(Run, Socket, out _);
        Assert.NotNull(taken);
        Assert.False(File.Exists(Socket));
    }

    [Fact]
    public void Directory_that_others_can_write_to_is_refused()
    {
        Directory.CreateDirectory(Run);
        File.SetUnixFileMode(Run, (UnixFileMode)Convert.ToInt32("1777", 8));
        Assert.Null(RunDirectory.TryTake(Run, Socket, out string problem));
        Assert.Contains("can be written to by others (mode 1777)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Link_or_file_in_its_place_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_root, "elsewhere"));
        File.CreateSymbolicLink(Run, Path.Combine(_root, "elsewhere"));
        Assert.Null(RunDirectory.TryTake(Run, Socket, out string problem));
        Assert.Contains("is not a directory", problem, StringComparison.Ordinal);
        File.Delete(Run);
        File.WriteAllText(Run, "");
        Assert.Null(RunDirectory.TryTake(Run, Socket, out problem));
        Assert.Contains("cannot be made", problem, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
