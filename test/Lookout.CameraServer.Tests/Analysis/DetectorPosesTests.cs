using Lookout.CameraServer.Analysis;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Native.Gst;
using Lookout.Vision.Tests.Parts;

namespace Lookout.CameraServer.Tests.Analysis;

/// <summary>A detector that gives keypoints itself, as YOLO's pose head does: a model whose output is a constant.</summary>
public sealed class DetectorPosesTests : IDisposable
{
    private const int Places = 84;
    private static readonly VideoFormat Small = VideoFormat.I420(320, 240, 30);
    private readonly OwnModels _folder = new();
    private readonly RecordingOutput _output = new();
    private readonly Picture _picture = new();

    public DetectorPosesTests()
    {
        Gst.Init();
        using MediaBuffer buffer = MediaBuffer.Allocate(Small.I420Size);
        _picture.Fill(buffer, Small, captureNs: 5, sequence: 7);
        // One person in the middle of the picture, which fills 64 x 48 of the input.
        var tensor = new float[56 * Places];
        float[] column = [32, 24, 16, 32, 0.9f, .. Enumerable.Range(0, 17).SelectMany(i => (float[])[32, 8 + 2 * i, 0.5f])];
        for (int value = 0; value < column.Length; value++) tensor[value * Places + 70] = column[value];
        _folder.Add(
            "pose-head", "object-detection", new TinyModel().Input("input", TinyModel.Float, 1, 3, 64, 64).Constant("output0", [1, 56, Places], tensor),
            """{ "name": "input", "width": 64, "height": 64, "layout": "nchw", "colour": "rgb", "fit": "top-left", "mean": [0, 0, 0], "scale": [1, 1, 1] }""",
            """{ "layout": "yolo-pose", "predictions": "output0", "score": 0.15, "overlap": 0.45, "tracking": { "high": 0.5, "new": 0.6 }, "classes": ["person"] }""");
    }

    [Fact]
    public void Its_keypoints_are_taken_and_no_model_of_poses_is_asked_for()
    {
        Person person = Analyse(DetectSettings.All with { Faces = false });
        Assert.Equal(51, person.Keypoints.Count);
        float[] ankle = [.. person.Keypoints.Skip(48)];
        Assert.Equal(0.5f, ankle[0], 0.001f);
        Assert.Equal(40 / 48f, ankle[1], 0.001f);
        Assert.Equal(0.5f, ankle[2], 0.001f);
    }

    [Fact]
    public void Camera_that_wants_no_poses_gets_none() => Assert.Empty(Analyse(DetectSettings.All with { Faces = false, Poses = false }).Keypoints);

    public void Dispose() => _folder.Dispose();

    private Person Analyse(DetectSettings settings)
    {
        using var analyser = new FrameAnalyser([settings], new ModelSet(new ModelSettings(_folder.Path) { People = "pose-head" }));
        for (int i = 0; i < 2; i++) analyser.Analyse(0, _picture, _output);
        return Assert.Single(_output.People[1].Persons);
    }
}
