namespace Lookout.Migrate.Journal;

/// <summary>Where the box is on its way, as the journal tells.</summary>
internal enum MigrationPhase
{
    /// <summary>Nothing was ever begun.</summary>
    Untouched,

    /// <summary>'apply' is under way, or was cut off.</summary>
    Applying,

    /// <summary>The box is new.</summary>
    Committed,

    /// <summary>A rollback is under way, or was cut off.</summary>
    RollingBack,

    /// <summary>The box is old again.</summary>
    RolledBack,

    /// <summary>A rollback failed.</summary>
    Manual,
}
