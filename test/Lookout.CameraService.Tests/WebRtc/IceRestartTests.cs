using Lookout.CameraService.WebRtc;
using Lookout.CameraService.WebRtc.Diagnosis;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class IceRestartTests
{
    [Fact]
    public async Task Video_goes_on_in_the_same_session_after_a_change_of_networks()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        Flow(fixture, viewer);
        string tag = viewer.Answer!.ETag;

        WhepPatch patch = viewer.Restart(fixture.Server, new UdpViewerSocket(fixture.Port));

        Assert.Equal(200, patch.Status);
        Assert.NotEqual(tag, patch.ETag);
        Assert.Contains("a=candidate:", patch.Fragment, StringComparison.Ordinal);
        Flow(fixture, viewer);
        ServerFixture.WaitUntil(() => fixture.Server.Counters.SessionsConnected == 1);
        SessionDiagnosis session = Assert.Single(await fixture.Server.DiagnoseAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("connected", 1), (session.State, session.Restarts));
        Assert.Contains(session.Pairs, pair => pair is { Generation: 1, Selected: true, Address: "127.0.0.1", AnswersReceived: > 0 });
    }

    [Fact]
    public void Restart_after_restart_and_with_the_tag_of_the_last_one_works_too()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        WhepPatch first = viewer.Restart(fixture.Server, new UdpViewerSocket(fixture.Port));
        Assert.Equal(412, viewer.Restart(fixture.Server, new UdpViewerSocket(fixture.Port), viewer.Answer!.ETag).Status);
        Assert.Equal(200, viewer.Restart(fixture.Server, new UdpViewerSocket(fixture.Port), first.ETag!).Status);
        Flow(fixture, viewer);
    }

    [Fact]
    public void Session_that_has_ended_restarts_no_more()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        Assert.True(fixture.Server.Close(viewer.Answer!.Secret));
        Assert.Equal(404, viewer.Restart(fixture.Server, new UdpViewerSocket(fixture.Port)).Status);
    }

    // Checks until video arrives, as a viewer's ICE agent would.
    private static void Flow(ServerFixture fixture, LoopbackViewer viewer)
    {
        int before = viewer.Packets.Count;
        ServerFixture.WaitUntil(() =>
        {
            viewer.Send(viewer.Check());
            fixture.Publish(fixture.Front, key: true);
            viewer.ReceiveFor(TimeSpan.FromMilliseconds(5));
            return viewer.Packets.Count > before;
        });
    }
}
