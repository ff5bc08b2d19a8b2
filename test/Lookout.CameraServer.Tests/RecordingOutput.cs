using Lookout.CameraServer.Cameras;
using Lookout.Link;

namespace Lookout.CameraServer.Tests;

/// <summary>Keeps what a camera hands out, and lets a test wait for it.</summary>
internal sealed class RecordingOutput : ICameraOutput
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly object _gate = new();

    public List<(AccessUnitHeader Header, byte[] Bytes)> Units { get; } = [];

    public List<Link.Analysis> Analyses { get; } = [];

    public List<CameraState> States { get; } = [];

    public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
    {
        lock (_gate)
        {
            Units.Add((header, annexB.ToArray()));
            Monitor.PulseAll(_gate);
        }
    }

    public void Analysis(Link.Analysis analysis)
    {
        lock (_gate)
        {
            Analyses.Add(analysis);
            Monitor.PulseAll(_gate);
        }
    }

    public void State(CameraState state)
    {
        lock (_gate)
        {
            States.Add(state);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the condition holds; it is looked at under the lock each time something comes.</summary>
    public void WaitFor(string what, Func<RecordingOutput, bool> condition)
    {
        long end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        lock (_gate)
        {
            while (!condition(this))
            {
                long left = end - Environment.TickCount64;
                Assert.True(left > 0, Describe(what));
                Monitor.Wait(_gate, (int)left);
            }
        }
    }

    private string Describe(string what) =>
        $"{what} did not come; {Units.Count} units, {Analyses.Count} analyses, last state: {(States.Count > 0 ? States[^1] : null)}";
}
