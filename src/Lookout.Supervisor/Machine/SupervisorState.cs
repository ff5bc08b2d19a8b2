namespace Lookout.Supervisor.Machine;

/// <summary>Where a run stands (reliability.md 2.1). A stop is legal in every state but the last.</summary>
public enum SupervisorState
{
    Init,
    StartServer,
    WaitServerReady,
    StartService,
    WaitServiceReady,
    Running,

    /// <summary>Both workers have run before, and at least one of them is not up now.</summary>
    Restarting,

    Stopping,
    Exit,
}
