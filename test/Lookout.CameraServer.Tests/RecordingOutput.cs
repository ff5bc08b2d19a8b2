using Lookout.CameraServer.Cameras;
using Lookout.Link;

namespace Lookout.CameraServer.Tests;

/// <summary>Keeps what a camera hands out, and lets a test wait for it.</summary>
internal sealed class RecordingOutput : ICameraOutput
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly object _gate = new();
    private readonly List<(AccessUnitHeader Header, byte[] Bytes)> _units = [];
    private readonly List<Link.Analysis> _analyses = [];
    private readonly List<CameraState> _states = [];
    private readonly List<People> _people = [];
    private readonly List<Likenesses> _likenesses = [];

    // Copies: a camera goes on while a test looks.
    public List<(AccessUnitHeader Header, byte[] Bytes)> Units => Copy(_units);

    public List<Link.Analysis> Analyses => Copy(_analyses);

    public List<People> People => Copy(_people);

    public List<Likenesses> Likenesses => Copy(_likenesses);

    public List<CameraState> States => Copy(_states);

    public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
    {
        lock (_gate)
        {
            _units.Add((header, annexB.ToArray()));
            Monitor.PulseAll(_gate);
        }
    }

    public void Analysis(Link.Analysis analysis)
    {
        lock (_gate)
        {
            _analyses.Add(analysis);
            Monitor.PulseAll(_gate);
        }
    }

    void ICameraOutput.Likenesses(Likenesses likenesses)
    {
        lock (_gate)
        {
            _likenesses.Add(likenesses);
            Monitor.PulseAll(_gate);
        }
    }

    void ICameraOutput.People(People people)
    {
        lock (_gate)
        {
            _people.Add(people);
            Monitor.PulseAll(_gate);
        }
    }

    public void State(CameraState state)
    {
        lock (_gate)
        {
            _states.Add(state);
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

    private List<T> Copy<T>(List<T> list)
    {
        lock (_gate) return [.. list];
    }

    private string Describe(string what) =>
        $"{what} did not come; {Units.Count} units, {Analyses.Count} analyses, last state: {(States.Count > 0 ? States[^1] : null)}";
}
