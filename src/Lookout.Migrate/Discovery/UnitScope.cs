using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Discovery;

/// <summary>A level at which units lie: the system, every user, one user.</summary>
/// <param name="Label">For messages.</param>
/// <param name="Owner">The one user; null for the other two.</param>
/// <param name="AdminDirectory">Where enablement and masks go.</param>
/// <param name="Directories">Where units lie, the administrator's first.</param>
internal sealed record UnitScope(string Label, Account? Owner, string AdminDirectory, IReadOnlyList<string> Directories)
{
    public bool IsSystem => Label == "system";

    public static List<UnitScope> All(Box box)
    {
        var scopes = new List<UnitScope>
        {
            new("system", null, "/etc/systemd/system", Installed("system")),
            new("every user", null, "/etc/systemd/user", Installed("user")),
        };
        foreach (Account account in Account.All(box))
        {
            string admin = $"{account.Home}/.config/systemd/user";
            string data = $"{account.Home}/.local/share/systemd/user";
            if (IsPlain(box, account.Home, admin) || IsPlain(box, account.Home, data)) scopes.Add(new UnitScope($"user {account.Name}", account, admin, [admin, data]));
        }
        return scopes;
    }

    private static string[] Installed(string kind) =>
        [$"/etc/systemd/{kind}", $"/usr/local/lib/systemd/{kind}", $"/usr/lib/systemd/{kind}", $"/lib/systemd/{kind}"];

    // Below a home the user decides what is a link: root must not be led elsewhere.
    private static bool IsPlain(Box box, string home, string directory)
    {
        for (string at = directory; at.Length > home.Length; at = Path.GetDirectoryName(at)!)
        {
            if (!Native.Posix.FileStatus.TryRead(box.At(at), out Native.Posix.FileStatus status) || !status.IsDirectory) return false;
        }
        return true;
    }
}
