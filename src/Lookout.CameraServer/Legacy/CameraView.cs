using Lookout.CameraServer.Cameras;
using Lookout.Link;

namespace Lookout.CameraServer.Legacy;

/// <summary>Reads along what one camera publishes, for clients that ask; everything goes on to <paramref name="next"/> first.</summary>
internal sealed class CameraView(int camera, ICameraOutput next) : ICameraOutput
{
    private readonly InferenceWindow _inference = new();
    private volatile CameraState? _state;
    private volatile Link.Analysis? _analysis;
    private volatile People? _people;

    /// <summary>The newest word on the camera; null before the first.</summary>
    public CameraState? State => _state;

    /// <summary>What was seen last; null before the first time.</summary>
    public Link.Analysis? Analysis => _analysis;

    /// <summary>Who was seen last; null before the first time.</summary>
    public People? People => _people;

    /// <summary>What was measured of them; nothing while recognition is off.</summary>
    public TrackVectors Vectors { get; } = new();

    public bool IsOnline => _state is { Status: CameraStatus.Online };

    public double AverageInferenceMs => _inference.Mean;

    void ICameraOutput.AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB) => next.AccessUnit(header, annexB);

    void ICameraOutput.Analysis(Link.Analysis analysis)
    {
        next.Analysis(analysis);
        if (analysis.Camera != camera) return;
        _inference.Add(analysis.InferenceMs);
        _analysis = analysis;
    }

    void ICameraOutput.People(People people)
    {
        next.People(people);
        if (people.Camera == camera) _people = people;
    }

    void ICameraOutput.Likenesses(Likenesses likenesses)
    {
        next.Likenesses(likenesses);
        if (likenesses.Camera == camera) Vectors.Add(likenesses);
    }

    void ICameraOutput.State(CameraState state)
    {
        next.State(state);
        if (state.Camera == camera) _state = state;
    }
}
