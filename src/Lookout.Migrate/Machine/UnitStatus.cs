namespace Lookout.Migrate.Machine;

/// <summary>What a manager says about a unit, in systemd's words.</summary>
internal sealed record UnitStatus(string LoadState, string ActiveState, string UnitFileState, IReadOnlyList<string> TriggeredBy)
{
    public bool IsKnown => LoadState != "not-found";

    public bool IsMasked => LoadState == "masked";

    public bool IsActive => ActiveState is "active" or "reloading";

    /// <summary>It runs, or would soon: between two attempts of Restart=always a unit is 'activating'.</summary>
    public bool IsAlive => ActiveState is not ("inactive" or "failed");
}
