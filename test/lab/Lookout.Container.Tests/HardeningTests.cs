using System.Net.Sockets;
using Lookout.E2E.Harness;

namespace Lookout.Container.Tests;

/// <summary>What the container keeps from the process in it (reliability.md 2.4, goal 46), looked at from inside.</summary>
public sealed class HardeningTests(Laboratory laboratory)
{
    [Fact]
    public async Task The_process_is_nobody_with_no_way_up()
    {
        await using ComposeProject project = await ComposeProject.UpReadyAsync(laboratory);
        string status = await project.ShellAsync("cat /proc/1/status");
        Assert.Contains("Uid:\t10001\t10001\t10001\t10001", status, StringComparison.Ordinal);
        Assert.Contains("CapEff:\t0000000000000000", status, StringComparison.Ordinal);
        Assert.Contains("CapBnd:\t0000000000000000", status, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
        Assert.Contains("Seccomp:\t2", status, StringComparison.Ordinal);
        // Said at the start when something is missing.
        Assert.DoesNotContain("Missing protection", await LogAsync(project), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_without_protection_says_so()
    {
        string name = await laboratory.DockerAsync("run", "--detach", "--user", "0:0", Laboratory.Image);
        try
        {
            await Poll.UntilAsync(async () => Both(await laboratory.TryDockerAsync("logs", name)).Contains("is ready", StringComparison.Ordinal), "it runs");
            string log = Both(await laboratory.TryDockerAsync("logs", name));
            foreach (string remedy in new[] { "user: \"10001:10001\"", "cap_drop: [ALL]", "no-new-privileges:true", "read_only: true" })
                Assert.Contains(remedy, log, StringComparison.Ordinal);
        }
        finally
        {
            await laboratory.DockerAsync("rm", "--force", name);
        }
    }

    [Fact]
    public async Task Nothing_can_be_written_outside_the_mounts()
    {
        await using ComposeProject project = await ComposeProject.UpReadyAsync(laboratory);
        Assert.Contains("Read-only file system", await project.ShellAsync("touch /opt/lookout/x 2>&1 || true; touch /x 2>&1 || true"), StringComparison.Ordinal);
        // The root's own file system but for the places where volumes are mounted, then each mount of the host's that is not ours to write to.
        Assert.Empty(await project.ShellAsync("find / -xdev -writable ! -type l ! -path /tmp ! -path /run ! -path /data 2>/dev/null || true"));
        Assert.Empty(await project.ShellAsync("find /config /sys /etc/hosts /etc/hostname /etc/resolv.conf -xdev -writable ! -type l 2>/dev/null || true"));
        // /dev/shm is a mount of ours that covers the host's.
        Assert.Contains("size=16384k", await project.ShellAsync("grep ' /dev/shm ' /proc/mounts | tail -1"), StringComparison.Ordinal);
        Assert.Empty(await project.ShellAsync("find /dev -xdev -writable ! -type l ! -type c ! -path /dev/shm 2>/dev/null || true"));
    }

    [Fact]
    public async Task Only_cameras_can_be_opened_and_one_that_is_plugged_in_later_too()
    {
        await using ComposeProject project = await ComposeProject.UpReadyAsync(laboratory);
        Assert.Contains("not permitted", await project.ShellAsync("head -c 1 /dev/kmsg 2>&1 || true"), StringComparison.Ordinal);
        const string Node = "/dev/video97";
        File.Delete(Node);
        await Tool.RunAsync("mknod", ["-m", "0660", Node, "c", "81", "97"]);
        try
        {
            await Tool.RunAsync("chgrp", ["44", Node]);
            // No driver is behind the node: ENXIO comes from the kernel after cgroup and file permissions have let us pass.
            Assert.Contains("No such device or address", await project.ShellAsync($"head -c 1 {Node} 2>&1 || true"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(Node);
        }
    }

    [Fact]
    public async Task Noise_does_not_fill_the_log_and_the_log_has_an_end()
    {
        await using ComposeProject project = await ComposeProject.UpReadyAsync(laboratory);
        Assert.Equal("local 10m 3", await project.InspectAsync("{{.HostConfig.LogConfig.Type}} {{index .HostConfig.LogConfig.Config \"max-size\"}} {{index .HostConfig.LogConfig.Config \"max-file\"}}"));
        int before = (await LogAsync(project)).Length;
        var random = new Random(5);
        using (var udp = new UdpClient("127.0.0.1", 8555))
        {
            var noise = new byte[512];
            for (int i = 0; i < 100_000; i++)
            {
                random.NextBytes(noise);
                try
                {
                    udp.Send(noise.AsSpan(0, 1 + random.Next(noise.Length - 1)));
                }
                catch (SocketException)
                {
                    // The kernel's queue is full, which is no loss.
                }
            }
        }

        await project.ReadyAsync();
        Assert.InRange((await LogAsync(project)).Length - before, 0, 1_000_000);
    }

    private async Task<string> LogAsync(ComposeProject project) => Both(await laboratory.TryDockerAsync("logs", await project.ContainerAsync()));

    private static string Both((int Code, string Output, string Errors) run) => run.Output + run.Errors;
}
