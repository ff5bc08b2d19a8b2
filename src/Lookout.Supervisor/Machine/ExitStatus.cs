namespace Lookout.Supervisor.Machine;

/// <summary>How a process ended, as .NET tells it: its exit code, or 128 + the signal that ended it.</summary>
public readonly record struct ExitStatus(int Code)
{
    /// <summary>The process could not be started at all.</summary>
    public static readonly ExitStatus NotStarted = new(-1);

    private const int SignalBase = 128;
    private const int LastSignal = 64;

    public int? Signal => Code is > SignalBase and <= SignalBase + LastSignal ? Code - SignalBase : null;

    public override string ToString() => this switch
    {
        { Code: -1 } => "could not be started",
        { Signal: 6 } => "aborted (SIGABRT)",
        { Signal: 9 } => "killed (SIGKILL)",
        { Signal: 11 } => "crashed (SIGSEGV)",
        { Signal: 15 } => "terminated (SIGTERM)",
        { Signal: { } signal } => $"ended by signal {signal}",
        _ => $"exited with {Code}",
    };
}
