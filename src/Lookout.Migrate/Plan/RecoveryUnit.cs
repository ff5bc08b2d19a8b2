using System.Text;
using Lookout.Migrate.Files;
using Lookout.Migrate.Machine;
using Lookout.Native.Posix;

namespace Lookout.Migrate.Plan;

/// <summary>
/// The unit that settles the box at boot when a power cut fell into a migration. It runs after Docker, since a container that
/// Docker brought back must be stopped; until it ran the old units stay masked, so nobody else takes the camera meanwhile.
/// </summary>
internal static class RecoveryUnit
{
    public const string Name = "lookout-migrate-recover.service";

    private const string Directory = "/etc/systemd/system";

    public static IEnumerable<PlannedChange> Changes(Box box)
    {
        byte[] text = Encoding.UTF8.GetBytes(Text(box.Self));
        yield return new PlannedChange($"{Directory}/{Name}", ChangePart.Recovery, PathState.File(text, 0b110_100_100, CurrentProcess.UserId, 0), text);
        if (!box.Exists($"{Directory}/multi-user.target.wants"))
            yield return new PlannedChange($"{Directory}/multi-user.target.wants", ChangePart.Recovery, PathState.Directory(0b111_101_101));
        yield return new PlannedChange($"{Directory}/multi-user.target.wants/{Name}", ChangePart.Recovery, PathState.Link($"{Directory}/{Name}"));
    }

    // No default dependencies: multi-user.target would wait for this unit, and a unit that this one starts may wait for that target.
    private static string Text(string self) => $"""
        [Unit]
        Description=Settle an interrupted Lookout migration
        DefaultDependencies=no
        Wants=docker.service
        After=basic.target docker.service
        Conflicts=shutdown.target
        Before=shutdown.target

        [Service]
        Type=oneshot
        ExecStart="{self}" migrate rollback --if-unfinished
        TimeoutStartSec=15min

        [Install]
        WantedBy=multi-user.target

        """;
}
