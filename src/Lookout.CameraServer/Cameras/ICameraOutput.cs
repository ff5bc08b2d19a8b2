using Lookout.Link;

namespace Lookout.CameraServer.Cameras;

/// <summary>Where a camera's results go; called from capture threads and the analysis thread, never blocks.</summary>
internal interface ICameraOutput
{
    void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB);

    void Analysis(Link.Analysis analysis);

    void People(People people);

    void Likenesses(Likenesses likenesses);

    void State(CameraState state);
}
