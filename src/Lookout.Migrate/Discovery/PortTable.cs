using System.Globalization;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Discovery;

/// <summary>Which ports are taken, from /proc/net.</summary>
internal static class PortTable
{
    private const string TcpListen = "0A";

    /// <summary>The sockets that have the port, as "socket:[inode]"; empty when it is free.</summary>
    public static HashSet<string> Takers(Box box, string protocol, int port)
    {
        var takers = new HashSet<string>();
        foreach (string table in new[] { protocol, protocol + "6" })
        {
            string path = box.At($"/proc/net/{table}");
            if (!File.Exists(path)) continue;
            foreach (string line in File.ReadLines(path).Skip(1))
            {
                // sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode
                string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length < 10 || (protocol == "tcp" && fields[3] != TcpListen)) continue;
                string local = fields[1][(fields[1].LastIndexOf(':') + 1)..];
                if (int.TryParse(local, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int taken) && taken == port) takers.Add($"socket:[{fields[9]}]");
            }
        }
        return takers;
    }
}
