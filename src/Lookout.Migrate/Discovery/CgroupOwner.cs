namespace Lookout.Migrate.Discovery;

/// <summary>Whose a process is, by its control group.</summary>
/// <param name="Unit">The service it belongs to; null for a session's process or a container's.</param>
/// <param name="UserId">Of the user whose manager runs the unit; null for the system's.</param>
/// <param name="Container">The container's id; null on the host.</param>
internal readonly record struct CgroupOwner(string? Unit, uint? UserId, string? Container)
{
    private const int ContainerIdLength = 64;

    /// <summary>Reads /proc/PID/cgroup: the line of the unified hierarchy, or systemd's own of the old ones.</summary>
    public static CgroupOwner Parse(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            string[] fields = line.Split(':', 3);
            if (fields.Length == 3 && (fields[1] is "" or "name=systemd") && fields[2].Length > 1) return OfPath(fields[2]);
        }
        return default;
    }

    /// <summary>
    /// /system.slice/X.service, /user.slice/user-1000.slice/user@1000.service/app.slice/X.service,
    /// /system.slice/docker-ID.scope or /docker/ID.
    /// </summary>
    internal static CgroupOwner OfPath(string path)
    {
        string? unit = null;
        uint? user = null;
        foreach (string part in path.Split('/'))
        {
            if (ContainerIn(part) is { } container) return new CgroupOwner(null, null, container);
            if (!part.EndsWith(".service", StringComparison.Ordinal)) continue;
            if (part.StartsWith("user@", StringComparison.Ordinal) && uint.TryParse(part["user@".Length..^".service".Length], out uint id)) user = id;
            else unit ??= part;
        }
        return new CgroupOwner(unit, unit is null ? null : user, null);
    }

    private static string? ContainerIn(string part)
    {
        string name = part.EndsWith(".scope", StringComparison.Ordinal) ? part[..^".scope".Length] : part;
        string id = name[(name.LastIndexOf('-') + 1)..];
        return id.Length == ContainerIdLength && id.All(char.IsAsciiHexDigitLower) ? id : null;
    }

    public override string ToString() => Container is not null ? $"container {Container[..12]}" : Unit ?? "no unit";
}
