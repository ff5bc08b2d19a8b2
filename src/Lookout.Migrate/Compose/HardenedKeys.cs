using Lookout.Migrate.Compose.Text;
using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>The keys that make a service Lookout, as the docker-compose.yml that ships with it has them.</summary>
internal static class HardenedKeys
{
    /// <summary>
    /// Keys that go: how the old image was built and started, rights that Lookout does without, and limits that would contradict the new
    /// ones.
    /// </summary>
    public static readonly string[] Gone =
    [
        "build", "pull_policy", "develop", "command", "entrypoint", "working_dir", "stop_signal",
        "privileged", "cap_add", "devices", "pid", "ipc", "uts", "userns_mode",
        "mem_reservation", "memswap_limit", "oom_kill_disable",
    ];

    /// <summary>Docker refuses a service whose limits under <c>deploy</c> differ from the plain ones.</summary>
    public static readonly string[][] GoneBelowDeploy = [["resources", "limits", "memory"], ["resources", "limits", "pids"], ["resources", "reservations", "memory"]];

    /// <summary>Where the service gets a memory of its own: nothing else can be mounted there.</summary>
    public static readonly string[] Memory = ["/run", "/tmp", "/dev/shm"];

    /// <summary>Keys that a service gets when it has none of its own: the log has an end, and a boot needs no hand.</summary>
    public static readonly (string Key, string Yaml)[] WhereAbsent =
    [
        ("logging", "{driver: local, options: {max-size: 10m, max-file: \"3\"}}"),
        ("restart", "unless-stopped"),
    ];

    private static readonly (string Key, string Yaml)[] Fixed =
    [
        ("user", "\"10001:10001\""),
        ("read_only", "true"),
        ("cap_drop", "[ALL]"),
        ("security_opt", "[\"no-new-privileges:true\"]"),
        ("init", "false"),
        ("pids_limit", "512"),
        ("mem_limit", "1g"),
        ("ulimits", "{core: 0, nofile: 4096, msgqueue: 0}"),
        ("tmpfs", "[\"/run:mode=0755,uid=10001,gid=10001,size=16m,noexec,nosuid,nodev\", \"/tmp:mode=1777,size=64m,noexec,nosuid,nodev\", "
            + "\"/dev/shm:mode=1777,size=16m,noexec,nosuid,nodev\"]"),
        ("device_cgroup_rules", "[\"c 81:* rmw\"]"),
        ("stop_grace_period", "30s"),
        ("healthcheck", "{test: [\"CMD\", \"/opt/lookout/lookout\", \"health\"], interval: 10s, timeout: 10s, retries: 3, start_period: 60s}"),
    ];

    /// <summary>What each of the other keys says, as flow text; null for one that goes.</summary>
    public static IEnumerable<(string Key, string? Yaml)> For(ComposeEdit edit)
    {
        foreach ((string key, string yaml) in Fixed) yield return (key, yaml);
        yield return ("group_add", edit.Groups.Count == 0 ? null : $"[{string.Join(", ", edit.Groups.Select(group => $"\"{group}\""))}]");
        yield return ("runtime", edit.NvidiaRuntime is { } runtime ? YamlScalarText.Write(runtime) : null);
        foreach (string key in Gone) yield return (key, null);
    }

    /// <summary>What flow text says.</summary>
    public static YamlValue Read(string yaml)
    {
        var document = new YamlDocument("", SourceText.Of($"value: {yaml}"));
        if (!YamlReader.TryRead(document)) throw new ArgumentException(document.Problem!.ToString(), nameof(yaml));
        return YamlValue.Of(document.Root.Entries[0].Value);
    }
}
