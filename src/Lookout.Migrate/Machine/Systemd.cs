namespace Lookout.Migrate.Machine;

/// <summary>systemctl. An answer that says nothing is a failure: a tool that lies must not pass for one that agrees.</summary>
internal sealed class Systemd(Box box)
{
    private static readonly string[] Asked = ["LoadState", "ActiveState", "UnitFileState", "TriggeredBy"];

    /// <summary>Whether the box has systemd at all.</summary>
    public bool IsThere => box.Find("systemctl") is not null;

    public UnitStatus Show(SystemdInstance manager, string unit)
    {
        CommandResult result = Command(manager).Run(box.Patience.Query, ["show", "--no-pager", $"--property={string.Join(',', Asked)}", "--", unit]);
        if (!result.Succeeded) throw new MigrationException(result.Explain());
        var values = new Dictionary<string, string>();
        foreach (string line in result.Output.Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) values[line[..equals]] = line[(equals + 1)..].Trim();
        }
        if (!values.TryGetValue("LoadState", out string? load) || !values.TryGetValue("ActiveState", out string? active))
            throw new MigrationException($"'{result.Command}' did not say how {unit} is");
        string[] triggers = values.GetValueOrDefault("TriggeredBy", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new UnitStatus(load, active, values.GetValueOrDefault("UnitFileState", ""), triggers);
    }

    public void Start(SystemdInstance manager, string unit) => Must(manager, "start", "--", unit);

    public void Stop(SystemdInstance manager, string unit) => Must(manager, "stop", "--", unit);

    public void Reload(SystemdInstance manager) => Must(manager, "daemon-reload");

    private void Must(SystemdInstance manager, params string[] arguments)
    {
        CommandResult result = Command(manager).Run(box.Patience.Act, arguments);
        if (!result.Succeeded) throw new MigrationException(result.Explain());
    }

    private Tool Command(SystemdInstance manager)
    {
        Tool systemctl = box.Find("systemctl") ?? throw new MigrationException("there is no systemctl; the migration needs a box with systemd");
        if (manager.User is null) return systemctl;
        // Root may not talk to a user's manager; the user may. setpriv needs no PAM session, which a unit at boot has not.
        Tool setpriv = box.Find("setpriv") ?? throw new MigrationException("there is no setpriv (package util-linux)");
        return setpriv.With($"--reuid={manager.UserId}", $"--regid={manager.GroupId}", "--init-groups", "--", systemctl.Path, "--user") with
        {
            Variables = new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = box.At($"/run/user/{manager.UserId}") },
        };
    }
}
