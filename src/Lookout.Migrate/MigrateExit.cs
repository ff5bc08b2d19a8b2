namespace Lookout.Migrate;

/// <summary>Exit codes of 'lookout migrate'; sysexits(3) where one fits. docs/migration.md lists them.</summary>
internal static class MigrateExit
{
    /// <summary>Done, or nothing to do.</summary>
    public const int Ok = 0;

    /// <summary>Refused, not verified, or failed and put back: the box is as it was.</summary>
    public const int NotWell = 1;

    public const int Usage = 64;

    /// <summary>Neither 'apply' nor 'rollback' could settle the box: a person has to, and the steps were printed (EX_SOFTWARE).</summary>
    public const int Manual = 70;

    /// <summary>A migration is under way, or was cut off and waits for 'rollback' or 'apply --continue' (EX_TEMPFAIL).</summary>
    public const int InProgress = 75;
}
