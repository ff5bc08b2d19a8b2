using System.Diagnostics;
using Lookout.Native.Posix;

namespace Lookout.Native.Tests.Posix;

public sealed class ProcessGroupTests
{
    [Fact]
    public void Signal_to_a_group_reaches_leader_and_members()
    {
        // setsid makes the shell lead a group; it says so once its child runs.
        using Process shell = Start("setsid", "sh", "-c", "sleep 600 & echo $$ $!; wait");
        string[] pids = shell.StandardOutput.ReadLine()!.Split(' ');
        int leader = int.Parse(pids[0], null), member = int.Parse(pids[1], null);
        Assert.True(ProcessGroup.SignalAll(leader, Signal.Kill));
        shell.WaitForExit();
        // The member holds the pipe open, so end of file means that it is gone too.
        Assert.Equal("", shell.StandardOutput.ReadToEnd());
        Assert.Equal(128 + (int)Signal.Kill, shell.ExitCode);
        Assert.NotEqual(leader, member);
    }

    [Fact]
    public void What_a_dead_leader_left_behind_is_swept()
    {
        using Process shell = Start("setsid", "sh", "-c", "sleep 600 & echo $$");
        int leader = int.Parse(shell.StandardOutput.ReadLine()!, null);
        shell.WaitForExit();
        Assert.True(ProcessGroup.Sweep(leader));
        Assert.Equal("", shell.StandardOutput.ReadToEnd());
    }

    [Fact]
    public void Process_without_a_group_of_its_own_is_signalled_alone()
    {
        using Process sleep = Start("sleep", "600");
        Assert.False(ProcessGroup.Sweep(sleep.Id));
        Assert.True(ProcessGroup.SignalAll(sleep.Id, Signal.Terminate));
        sleep.WaitForExit();
        Assert.Equal(128 + (int)Signal.Terminate, sleep.ExitCode);
        Assert.False(ProcessGroup.SignalOne(sleep.Id, Signal.Terminate));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void Everybody_is_never_signalled(int leader)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProcessGroup.SignalAll(leader, Signal.Kill));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProcessGroup.SignalOne(leader, Signal.Kill));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProcessGroup.Sweep(leader));
    }

    [Fact]
    public void Process_knows_its_parent_and_groups()
    {
        Assert.True(CurrentProcess.ParentId > 0);
        Assert.False(CurrentProcess.IsInGroup(4_000_000_000));
    }

    private static Process Start(string file, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })!;
}
