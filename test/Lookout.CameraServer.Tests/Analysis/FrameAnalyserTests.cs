using Lookout.CameraServer.Analysis;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Native.Gst;
using Lookout.Vision;
using Lookout.Vision.Providers;

namespace Lookout.CameraServer.Tests.Analysis;

/// <summary>The real models on pictures that hold nothing: who is asked when.</summary>
public sealed class FrameAnalyserTests
{
    private static readonly VideoFormat Small = VideoFormat.I420(320, 240, 30);
    private readonly RecordingOutput _output = new();
    private readonly Picture _picture = new();

    public FrameAnalyserTests()
    {
        Gst.Init();
        using MediaBuffer buffer = MediaBuffer.Allocate(Small.I420Size);
        _picture.Fill(buffer, Small, captureNs: 5, sequence: 7);
    }

    [Fact]
    public void Faces_and_people_take_turns()
    {
        using var analyser = new FrameAnalyser([DetectSettings.All], Cache.ModelSet());
        for (int i = 0; i < 4; i++) analyser.Analyse(0, _picture, _output);

        Assert.Equal(2, _output.Analyses.Count);
        Assert.Equal(2, _output.People.Count);
        People people = _output.People[0];
        Assert.Equal((0, 7UL, 5L, 0), (people.Camera, people.Sequence, people.CaptureNs, people.Persons.Count));
    }

    [Fact]
    public void Webcams_full_range_is_seen_as_the_same_picture_in_limited_range()
    {
        VideoFormat webcam = Small with { IsFullRange = true };
        using MediaBuffer buffer = MediaBuffer.Allocate(webcam.I420Size);
        using (MappedBuffer map = buffer.MapWrite()) map.Data.Fill(255);
        var picture = new Picture();
        picture.Fill(buffer, webcam, captureNs: 5, sequence: 7);
        using var analyser = new FrameAnalyser([DetectSettings.All], Cache.ModelSet());

        analyser.Analyse(0, picture, _output);

        YuvFrame seen = picture.AsYuv();
        Assert.Equal((235, 240, 240), (seen.Y[100], seen.U[100], seen.V[100]));
    }

    [Fact]
    public void Every_model_is_told_to_run_on_the_cpu_where_the_gpu_is_missing()
    {
        var placed = new List<ModelPlacement>();
        using var analyser = new FrameAnalyser([DetectSettings.All], Cache.ModelSet(new Inference(new InferenceSettings { Provider = InferenceProvider.Cuda }, placed.Add)));

        Assert.Equal(3, placed.Count);
        Assert.All(placed, placement => Assert.StartsWith("CUDA cannot run it", placement.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_analysed_where_the_gpu_is_missing_and_nothing_else_will_do()
    {
        var inference = new Inference(new InferenceSettings { Provider = InferenceProvider.TensorRt, FallsBackToCpu = false });
        ModelException refusal = Assert.Throws<ModelException>(() => new FrameAnalyser([DetectSettings.All], Cache.ModelSet(inference)));
        Assert.StartsWith("TensorRT cannot run it", refusal.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Camera_gets_only_what_it_asked_for()
    {
        using var analyser = new FrameAnalyser([DetectSettings.All with { People = false }, DetectSettings.All with { Faces = false }], Cache.ModelSet());
        for (int i = 0; i < 2; i++)
        {
            analyser.Analyse(0, _picture, _output);
            analyser.Analyse(1, _picture, _output);
        }

        Assert.Equal([0, 0], _output.Analyses.Select(analysis => analysis.Camera));
        Assert.Equal([1, 1], _output.People.Select(people => people.Camera));
    }

    [Fact]
    public void Model_that_nobody_needs_need_not_be_there()
    {
        using var analyser = new FrameAnalyser([DetectSettings.None], new ModelSet(new ModelSettings("/nowhere")));
        Assert.Throws<ModelException>(() => new FrameAnalyser([DetectSettings.All with { Faces = false }], new ModelSet(new ModelSettings("/nowhere"))));
    }
}
