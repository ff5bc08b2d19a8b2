using Lookout.Supervisor.Machine;

namespace Lookout.Supervisor.Host;

/// <summary>How a worker's process is started.</summary>
/// <param name="FileName">
/// What ps shows first. .NET looks for a bare name beside the running executable before anywhere else, and passes it on as
/// argv[0] as it is: "lookout" starts our own executable and reads "lookout" in ps.
/// </param>
/// <param name="Arguments">The arguments.</param>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Our own executable under its own name, with the worker's verb.</summary>
    /// <exception cref="InvalidOperationException">The process cannot tell what executable it runs.</exception>
    public static WorkerCommand OfSelf(WorkerKind worker) =>
        new(Path.GetFileName(Environment.ProcessPath ?? throw new InvalidOperationException("This process has no executable.")), [worker.Name()]);
}
