using System.Text.RegularExpressions;
using Lookout.Migrate.Machine;
using Lookout.Native.Posix;

namespace Lookout.Migrate.Discovery;

/// <summary>Camera and render nodes, and the groups that may open them.</summary>
internal static partial class CameraDevices
{
    private const string ReferenceDevice = "/dev/video0";

    /// <summary>
    /// The devices the old units use: what their processes have open; of units that do not run, what their files name; of the
    /// reference daemon, the one it has compiled in.
    /// </summary>
    public static List<string> OfUnits(IReadOnlyList<LegacyUnit> units, IReadOnlyList<Holder> holders)
    {
        string[] held = [.. holders.Where(holder => units.Any(unit => unit.Name == holder.Owner.Unit)).Select(holder => holder.What).Where(what => Node().IsMatch(what)).Distinct().Order(StringComparer.Ordinal)];
        if (held.Length > 0) return [.. held];
        IEnumerable<UnitFile> files = units.SelectMany(unit => unit.Files);
        string[] named = [.. files.SelectMany(file => file.Entries).SelectMany(entry => Node().Matches(entry.Value)).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];
        if (named.Length > 0) return [.. named];
        return files.Any(file => file.IsReferenceDaemon) ? [ReferenceDevice] : [];
    }

    /// <summary>Numeric groups of the camera and render nodes: names differ from box to image.</summary>
    public static List<int> Groups(Box box, IEnumerable<string> devices)
    {
        var groups = new SortedSet<int>();
        foreach (string node in devices.Concat(RenderNodes(box)))
        {
            if (FileStatus.TryRead(box.At(node), out FileStatus status) && status.GroupId != 0) groups.Add((int)status.GroupId);
        }
        return [.. groups];
    }

    private static IEnumerable<string> RenderNodes(Box box) =>
        Directory.Exists(box.At("/dev/dri")) ? Directory.EnumerateFileSystemEntries(box.At("/dev/dri"), "renderD*").Select(box.Inside) : [];

    [GeneratedRegex("/dev/video[0-9]+")]
    private static partial Regex Node();
}
