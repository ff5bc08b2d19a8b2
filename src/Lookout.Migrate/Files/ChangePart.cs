namespace Lookout.Migrate.Files;

/// <summary>Which step makes a change.</summary>
internal enum ChangePart
{
    /// <summary>The unit that settles the box after a power cut. It goes again when the migration is settled.</summary>
    Recovery,

    /// <summary>Lookout's own configuration.</summary>
    Config,

    /// <summary>Enablement and masks of the old units.</summary>
    Units,

    /// <summary>The compose file.</summary>
    Compose,
}
