using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>One viewer, both of its ends and the path between them.</summary>
internal sealed record SimulatedPeer(Viewer Viewer, ModelViewer Model, SimulatedLink ToViewer, SimulatedLink ToServer)
{
    public PathSettings Path
    {
        get => ToViewer.Path;
        set => ToViewer.Path = ToServer.Path = Model.Path = value;
    }

    public Lookout.Rtc.Session.SessionCounters Counters => Viewer.Session.Counters;

    public double Loss => (double)ToViewer.Lost / Math.Max(1, ToViewer.Sent);
}
