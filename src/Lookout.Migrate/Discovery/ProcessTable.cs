using System.Globalization;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Discovery;

/// <summary>Who holds what, read from /proc: what fuser(1) and ss(8) would say, without needing them.</summary>
internal sealed class ProcessTable(Box box)
{
    private const string Cameras = "/dev/video";

    /// <summary>Every process that has a camera open, or an end of the socket that is bound to its path.</summary>
    public List<Holder> Holders(string socket)
    {
        HashSet<string> sockets = SocketLinks(socket);
        return Find(link => link.StartsWith(Cameras, StringComparison.Ordinal) ? link : sockets.Contains(link) ? socket : null);
    }

    /// <summary>Every process that has one of these sockets ("socket:[inode]") open.</summary>
    public List<Holder> HoldersOfLinks(HashSet<string> links, string what) => Find(link => links.Contains(link) ? what : null);

    /// <summary>Whether somebody listens on a Unix socket's path.</summary>
    public bool IsListening(string socket) => UnixSockets(socket).Exists(fields => fields[3] == "00010000");

    private List<Holder> Find(Func<string, string?> match)
    {
        var found = new List<Holder>();
        foreach (string directory in Directory.EnumerateDirectories(box.At("/proc")))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out int process)) continue;
            foreach (string what in OpenFiles(directory).Select(match).OfType<string>().Distinct())
                found.Add(new Holder(process, Text(directory, "comm").Trim(), what, CgroupOwner.Parse(Text(directory, "cgroup"))));
        }
        return found;
    }

    private static IEnumerable<string> OpenFiles(string process)
    {
        string[] descriptors;
        try
        {
            descriptors = Directory.GetFileSystemEntries(Path.Combine(process, "fd"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked.
            yield break;
        }
        foreach (string descriptor in descriptors)
        {
            if (Link(descriptor) is { } target) yield return target;
        }
    }

    private static string? Link(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Text(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private HashSet<string> SocketLinks(string path) => [.. UnixSockets(path).Select(fields => $"socket:[{fields[6]}]")];

    // Num RefCount Protocol Flags Type St Inode Path
    private List<string[]> UnixSockets(string path)
    {
        string table = box.At("/proc/net/unix");
        if (!File.Exists(table)) return [];
        return [.. File.ReadLines(table).Select(line => line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries)).Where(fields => fields.Length == 8 && fields[7] == path)];
    }
}
