namespace Lookout.Migrate.Verify;

internal enum VerifyDepth
{
    /// <summary>Criteria 1 to 3: nothing is interrupted.</summary>
    Quick,

    /// <summary>And 5, the restart: what 'apply' wants to see. Not 4, which would take the project's other services down.</summary>
    BeforeCommit,

    /// <summary>All five.</summary>
    Full,
}
