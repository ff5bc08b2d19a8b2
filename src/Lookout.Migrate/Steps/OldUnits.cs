using Lookout.Migrate.Discovery;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Steps;

/// <summary>The old daemon's units, at every level. What was asked of systemctl is believed when the unit is seen to be so.</summary>
internal sealed class OldUnits(Box box, Manifest manifest)
{
    private readonly Systemd _systemd = new(box);

    // A trigger must sleep before what it starts, and be up before it too: a socket unit refuses to start beside its service.
    private IEnumerable<UnitRecord> TriggersFirst => Reachable.OrderBy(unit => unit.IsTrigger ? 0 : 1);

    // A user's manager may have ended since, and its units with it.
    private IEnumerable<UnitRecord> Reachable => manifest.Units.Where(unit => IsRunning(unit.Manager));

    public void Stop()
    {
        foreach (UnitRecord unit in TriggersFirst)
        {
            if (!_systemd.Show(unit.Manager, unit.Name).IsAlive) continue;
            _systemd.Stop(unit.Manager, unit.Name);
            Await(unit, status => !status.IsAlive, "still runs after 'systemctl stop'");
        }
    }

    /// <summary>Has every manager concerned read its files again.</summary>
    public void Reload()
    {
        foreach (SystemdInstance manager in Reachable.Select(unit => unit.Manager).Prepend(SystemdInstance.System).Distinct()) _systemd.Reload(manager);
    }

    /// <summary>Nothing can start them, and nothing has.</summary>
    public void RequireMasked()
    {
        foreach (UnitRecord unit in Reachable)
        {
            UnitStatus status = _systemd.Show(unit.Manager, unit.Name);
            if (!status.IsMasked) throw new MigrationException($"{unit.Name} ({unit.Manager}) is {status.LoadState} after masking");
            if (status.IsAlive) throw new MigrationException($"{unit.Name} ({unit.Manager}) is {status.ActiveState} again: something started it");
        }
    }

    /// <summary>Starts those that ran.</summary>
    public void Restore()
    {
        foreach (UnitRecord unit in TriggersFirst.Where(unit => unit.WasAlive))
        {
            if (_systemd.Show(unit.Manager, unit.Name).IsAlive) continue;
            _systemd.Start(unit.Manager, unit.Name);
            if (unit.WasActive) Await(unit, status => status.IsActive, "does not run after 'systemctl start'");
        }
    }

    /// <summary>They are as they were; else says which is not.</summary>
    public void RequireAsBefore()
    {
        foreach (UnitRecord unit in Reachable)
        {
            UnitStatus status = _systemd.Show(unit.Manager, unit.Name);
            if (status.UnitFileState != unit.UnitFileState) throw new MigrationException($"{unit.Name} ({unit.Manager}) is {status.UnitFileState} and was {unit.UnitFileState}");
            if (unit.WasActive != status.IsActive && unit.WasAlive != status.IsAlive) throw new MigrationException($"{unit.Name} ({unit.Manager}) is {status.ActiveState} and was {unit.ActiveState}");
        }
    }

    /// <summary>Whether one of them runs.</summary>
    public bool IsAnyAlive() => Reachable.Any(unit => _systemd.Show(unit.Manager, unit.Name).IsAlive);

    private void Await(UnitRecord unit, Func<UnitStatus, bool> isSo, string otherwise)
    {
        UnitStatus? status = null;
        if (!box.WaitUntil(box.Patience.Settle, () => isSo(status = _systemd.Show(unit.Manager, unit.Name))))
            throw new MigrationException($"{unit.Name} ({unit.Manager}) {otherwise}: it is {status!.ActiveState}");
    }

    private bool IsRunning(SystemdInstance manager) => manager.User is null || box.Exists($"/run/user/{manager.UserId}/systemd/private");
}
