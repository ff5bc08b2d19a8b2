using Lookout.Migrate.Discovery;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Plan;

/// <summary>What must be so before anything is touched. Each finding names its remedy.</summary>
internal static class PlanChecks
{
    private const long Slack = 64L << 20; // Journal, Docker's records of a container.

    private static readonly (string Protocol, int Port)[] Ports = [("tcp", 8080), ("tcp", 8555), ("udp", 8555)];

    // Emptied at boot: the recovery unit would not find the executable there.
    private static readonly string[] Fleeting = ["/tmp/", "/run/", "/dev/shm/"];

    public static IEnumerable<string> Run(Box box, PlanRequest request, List<LegacyUnit> units, string[] devices, List<Holder> holders, HashSet<string> containers, Docker docker)
    {
        if (Fleeting.Any(directory => box.Inside(box.Self).StartsWith(directory, StringComparison.Ordinal)))
            yield return $"{box.Self} will be gone after a restart of the box: copy it to /usr/local/bin and run that";
        if (devices.Length == 0) yield return "no camera of the old daemon was found; name it with --device /dev/videoN";
        foreach (string device in devices.Where(device => !box.Exists(device))) yield return $"there is no {device}: plug the camera in, or name another with --device";
        foreach (Holder holder in holders.Where(holder => !IsReplaced(holder.Owner)))
            yield return $"{holder} and is not part of what is replaced: stop it, or name its unit with --unit";
        var processes = new ProcessTable(box);
        foreach ((string protocol, int port) in Ports)
        {
            HashSet<string> takers = PortTable.Takers(box, protocol, port);
            if (takers.Count == 0 || docker.PublishersOf(port).Exists(containers.Contains)) continue;
            List<Holder> owners = processes.HoldersOfLinks(takers, $"port {port}/{protocol}");
            if (owners.Count > 0 && owners.TrueForAll(owner => IsReplaced(owner.Owner))) continue;
            yield return $"port {port}/{protocol} is taken{(owners.Count == 0 ? "" : $": {owners[0]}")}; free it: Lookout needs it";
        }

        bool IsReplaced(CgroupOwner owner) => owner.Container is { } container ? containers.Contains(container) : owner.Unit is { } unit && units.Exists(known => known.Name == unit);
    }

    /// <summary>Twice the backup must fit beside it, on the state's disk. Null when it does.</summary>
    public static string? Space(Box box, List<PlannedChange> changes)
    {
        long backup = changes.Sum(change => (change.Content?.LongLength ?? 0) + (File.Exists(box.At(change.Path)) ? new FileInfo(box.At(change.Path)).Length : 0));
        long needed = (2 * backup) + Slack;
        string place = Directory.Exists(box.At("/var/lib")) ? box.At("/var/lib") : box.At("/");
        long free = new DriveInfo(place).AvailableFreeSpace;
        return free >= needed ? null : $"/var/lib has {free >> 20} MiB free, the migration needs {needed >> 20} MiB: make room and try again";
    }
}
