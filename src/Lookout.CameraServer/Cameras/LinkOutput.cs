using Lookout.Link;

namespace Lookout.CameraServer.Cameras;

/// <summary>The link as output.</summary>
internal sealed class LinkOutput(LinkServer link) : ICameraOutput
{
    public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB) => link.Publish(header, annexB);

    public void Analysis(Link.Analysis analysis) => link.Publish(analysis);

    public void People(People people) => link.Publish(people);

    public void Likenesses(Likenesses likenesses) => link.Publish(likenesses);

    public void State(CameraState state) => link.Publish(state);
}
