using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Discovery;

/// <summary>A user of the box, from /etc/passwd: those of a directory service have no units here to find.</summary>
internal sealed record Account(string Name, uint UserId, uint GroupId, string Home)
{
    /// <summary>Whether the user's systemd manager runs.</summary>
    public bool HasManager(Box box) => box.Exists($"/run/user/{UserId}/systemd/private");

    public SystemdInstance Manager => new(Name, UserId, GroupId);

    public static List<Account> All(Box box)
    {
        string file = box.At("/etc/passwd");
        var accounts = new List<Account>();
        if (!File.Exists(file)) return accounts;
        foreach (string line in File.ReadLines(file))
        {
            // name:password:uid:gid:gecos:home:shell
            string[] fields = line.Split(':');
            if (fields.Length < 7 || !uint.TryParse(fields[2], out uint user) || !uint.TryParse(fields[3], out uint group)) continue;
            if (fields[5].StartsWith('/') && fields[5] != "/") accounts.Add(new Account(fields[0], user, group, fields[5].TrimEnd('/')));
        }
        return accounts;
    }
}
