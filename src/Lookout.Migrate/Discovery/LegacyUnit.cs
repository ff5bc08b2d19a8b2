using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Discovery;

/// <summary>A unit of the old world, at whatever levels it lies.</summary>
/// <param name="Name">With its suffix.</param>
/// <param name="Files">Its file at each level where it has one.</param>
internal sealed record LegacyUnit(string Name, IReadOnlyList<UnitFile> Files)
{
    public bool IsTrigger => !Name.EndsWith(".service", StringComparison.Ordinal);

    /// <summary>
    /// The daemon, its doubles and what starts them: by name, by what they run, by who holds a camera or the socket, and by
    /// who triggers one of those.
    /// </summary>
    public static List<LegacyUnit> Find(Box box, string socket, IReadOnlyList<string> named, IReadOnlyList<Holder> holders)
    {
        List<UnitFile> files = UnitFile.All(box);
        var names = new HashSet<string>(named, StringComparer.Ordinal);
        names.UnionWith(files.Where(file => file.LooksLegacy(socket)).Select(file => file.Name));
        names.UnionWith(UnitsOf(holders.Where(holder => holder.What == socket)));
        // Whoever holds a camera is the daemon only where nothing better tells: a desktop's services open cameras too.
        if (names.Count == 0) names.UnionWith(UnitsOf(holders));
        string[] services = [.. names.Where(name => name.EndsWith(".service", StringComparison.Ordinal))];
        names.UnionWith(files.Where(file => services.Any(file.Triggers)).Select(file => file.Name));
        return [.. names.Order(StringComparer.Ordinal).Select(name => new LegacyUnit(name, [.. files.Where(file => file.Name == name)]))];
    }

    private static IEnumerable<string> UnitsOf(IEnumerable<Holder> holders) => holders.Select(holder => holder.Owner.Unit).OfType<string>();

    /// <summary>The managers that know the unit, with what they say about it. Those that do not run have nothing to stop.</summary>
    public IEnumerable<UnitRecord> Ask(Box box, Systemd systemd)
    {
        IEnumerable<SystemdInstance> managers = Account.All(box).Where(account => account.HasManager(box)).Select(account => account.Manager).Prepend(SystemdInstance.System);
        foreach (SystemdInstance manager in managers)
        {
            UnitStatus status = systemd.Show(manager, Name);
            if (status.IsKnown) yield return new UnitRecord(manager, Name, status.ActiveState, status.UnitFileState) { TriggeredBy = status.TriggeredBy };
        }
    }
}
