using Lookout.CameraServer.Cameras;
using Lookout.CameraServer.Legacy;
using Lookout.Link;

namespace Lookout.CameraServer.Tests.Legacy;

public sealed class CameraViewTests
{
    private readonly RecordingOutput _next = new();
    private readonly CameraView _view;

    public CameraViewTests() => _view = new CameraView(1, _next);

    private ICameraOutput Output => _view;

    private static CameraState State(int camera, CameraStatus status) => new(camera, status, "", 1, 1, 30, 7, 0, 0, 0);

    [Fact]
    public void Everything_goes_on_and_only_the_served_camera_is_kept()
    {
        Output.State(State(0, CameraStatus.Online));
        Output.Analysis(new Link.Analysis(0, 1, 1, [], 1, 1));
        Assert.False(_view.IsOnline);
        Assert.Null(_view.Analysis);
        Output.State(State(1, CameraStatus.Online));
        Output.Analysis(new Link.Analysis(1, 5, 1, [], 1, 4));
        Output.AccessUnit(new AccessUnitHeader(1, 0, true, 5, 1), [1, 2]);
        Assert.True(_view.IsOnline);
        Assert.Equal(5UL, _view.Analysis!.Sequence);
        Assert.Equal((2, 2, 1), (_next.States.Count, _next.Analyses.Count, _next.Units.Count));
        Output.State(State(1, CameraStatus.NoSignal));
        Assert.False(_view.IsOnline);
    }

    [Fact]
    public void The_average_is_of_the_last_thirty_and_forgets_what_was_before()
    {
        Assert.Equal(0, _view.AverageInferenceMs);
        for (int i = 0; i < 100; i++) Output.Analysis(new Link.Analysis(1, 1, 1, [], 0, 1000));
        Assert.Equal(1000, _view.AverageInferenceMs);
        for (int i = 0; i < 15; i++) Output.Analysis(new Link.Analysis(1, 1, 1, [], 0, 0));
        Assert.Equal(500, _view.AverageInferenceMs);
        for (int i = 0; i < 15; i++) Output.Analysis(new Link.Analysis(1, 1, 1, [], 0, 0));
        Assert.Equal(0, _view.AverageInferenceMs);
    }
}
