namespace Lookout.Supervisor.Host;

/// <summary>
/// What a container should keep from us and does not (reliability.md 2.4), read from what the kernel says of this process.
/// Every answer names the line of docker-compose.yml that mends it.
/// </summary>
public static class Protections
{
    /// <summary>A protection that is not there, and how to have it.</summary>
    public readonly record struct Gap(string What, string Remedy);

    /// <summary>Looks at this process.</summary>
    public static IReadOnlyList<Gap> Missing() => Missing(File.ReadAllText("/proc/self/status"), File.ReadAllText("/proc/self/mountinfo"));

    /// <param name="status">Text of /proc/PID/status (proc(5)).</param>
    /// <param name="mountInfo">Text of /proc/PID/mountinfo.</param>
    internal static IReadOnlyList<Gap> Missing(string status, string mountInfo)
    {
        var gaps = new List<Gap>();
        if (Field(status, "Uid:") is "0") gaps.Add(new("it runs as root", "user: \"10001:10001\""));
        if (Field(status, "CapEff:") is { } capabilities && capabilities.AsSpan().ContainsAnyExcept('0'))
            gaps.Add(new($"it holds capabilities ({capabilities})", "cap_drop: [ALL]"));
        if (Field(status, "NoNewPrivs:") is "0") gaps.Add(new("it could gain privileges", "security_opt: [\"no-new-privileges:true\"]"));
        if (Field(status, "Seccomp:") is "0") gaps.Add(new("system calls are not filtered", "leave Docker's default seccomp profile on"));
        if (!RootIsReadOnly(mountInfo)) gaps.Add(new("its root file system can be written to", "read_only: true"));
        return gaps;
    }

    private static string? Field(string status, string name) => status.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => line[name.Length..].Split('\t', StringSplitOptions.RemoveEmptyEntries)[0].Trim())
        .FirstOrDefault();

    // mountinfo: id, parent, device, root, mount point, options ... The last one on "/" is the one on top.
    private static bool RootIsReadOnly(string mountInfo) => mountInfo.Split('\n')
        .Select(line => line.Split(' '))
        .Where(fields => fields.Length > 5 && fields[4] == "/")
        .Select(fields => fields[5].Split(',').Contains("ro"))
        .LastOrDefault();
}
