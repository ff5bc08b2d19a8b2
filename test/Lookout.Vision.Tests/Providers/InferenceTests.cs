using Lookout.Vision.Models;
using Lookout.Vision.Onnx;
using Lookout.Vision.Providers;
using Lookout.Vision.Tests.Parts;
using Microsoft.ML.OnnxRuntime;

namespace Lookout.Vision.Tests.Providers;

/// <summary>With the CPU's build of ONNX Runtime, which is what the tests have: GPU providers are missing in it.</summary>
public sealed class InferenceTests
{
    private const string Path = "/models/relu.onnx";
    private const string PlanPath = "/models/relu.engine";

    private static readonly TensorShape Input = new("x", [1, 2]);
    private static readonly TensorShape Output = new("y", [1, 2]);

    private readonly List<ModelPlacement> _placed = [];

    [Fact]
    public void Model_on_the_cpu_is_told_without_a_reason()
    {
        using InferenceSession session = Open(new InferenceSettings(), Path, Relu());
        Assert.Equal([new ModelPlacement("relu.onnx", InferenceProvider.Cpu, "")], _placed);
    }

    [Theory]
    [InlineData(InferenceProvider.Cuda, "CUDA")]
    [InlineData(InferenceProvider.TensorRt, "TensorRT")]
    public void Missing_provider_leaves_the_model_to_the_cpu_and_says_why(InferenceProvider provider, string name)
    {
        using InferenceSession session = Open(new InferenceSettings { Provider = provider }, Path, Relu());

        ModelPlacement placement = Assert.Single(_placed);
        Assert.Equal(InferenceProvider.Cpu, placement.Provider);
        Assert.Equal(
            $"{name} cannot run it ({name} execution provider is not enabled in this build). "
            + "Put the GPU build of ONNX Runtime in place of libonnxruntime.so (docs/design/vision.md, Providers), or set models.provider to cpu.",
            placement.Reason);
    }

    [Theory]
    [InlineData(InferenceProvider.Cuda)]
    [InlineData(InferenceProvider.TensorRt)]
    public void Missing_provider_refuses_the_model_where_that_is_wanted(InferenceProvider provider)
    {
        ModelException refusal = Assert.Throws<ModelException>(() => Open(new InferenceSettings { Provider = provider, FallsBackToCpu = false }, Path, Relu()));

        Assert.Equal(Path, refusal.File);
        Assert.Contains("not enabled in this build", refusal.Problem);
        Assert.Contains("or set models.provider to cpu", refusal.Remedy);
        Assert.Empty(_placed);
    }

    [Fact]
    public void Same_model_in_the_same_place_is_told_once()
    {
        var inference = new Inference(new InferenceSettings(), _placed.Add);
        for (int i = 0; i < 3; i++) inference.Open(Path, Relu(), [Input], [Output]).Dispose();
        Assert.Single(_placed);
    }

    [Fact]
    public void Provider_is_looked_for_without_a_model()
    {
        Inference.Require(new InferenceSettings());
        ModelException missing = Assert.Throws<ModelException>(() => Inference.Require(new InferenceSettings { Provider = InferenceProvider.TensorRt }));
        Assert.Equal("TensorRT is missing (TensorRT execution provider is not enabled in this build)", missing.Problem);
    }

    [Fact]
    public void Missing_provider_leaves_no_folder_for_engines()
    {
        string folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        using InferenceSession session = Open(new InferenceSettings { Provider = InferenceProvider.TensorRt, EngineFolder = folder }, Path, Relu());
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Model_that_is_none_is_refused_by_the_cpu_as_well() =>
        Assert.Throws<OnnxRuntimeException>(() => Open(new InferenceSettings { Provider = InferenceProvider.Cuda }, Path, [1, 2, 3]));

    [Theory]
    [InlineData(InferenceProvider.Cpu, "cpu")]
    [InlineData(InferenceProvider.Cuda, "CUDA")]
    public void Engine_plan_is_refused_on_anything_but_TensorRT(InferenceProvider provider, string name)
    {
        ModelException refusal = Assert.Throws<ModelException>(() => Open(new InferenceSettings { Provider = provider }, PlanPath, [1, 2, 3]));
        Assert.Equal(
            $"{PlanPath}: an engine plan runs only on TensorRT, and models.provider is {name}. "
            + "Set models.provider to tensorrt, or take the ONNX file the plan was made from.",
            refusal.Message);
    }

    [Fact]
    public void Engine_plan_has_no_other_place_to_go()
    {
        ModelException refusal = Assert.Throws<ModelException>(() => Open(new InferenceSettings { Provider = InferenceProvider.TensorRt }, PlanPath, [1, 2, 3]));
        Assert.Contains("TensorRT execution provider is not enabled in this build", refusal.Problem);
    }

    [Fact]
    public void Manifest_of_an_engine_plan_is_read_and_its_hash_compared()
    {
        using var copy = new ModelsCopy();
        byte[] plan = [.. "ftrt"u8, .. new byte[100]];
        File.WriteAllBytes(System.IO.Path.Combine(copy.Folder, "face.engine"), plan);
        copy.EditManifest("face_detection_back_256x256_barracuda.onnx", "face.engine");
        Assert.Contains("the file is damaged or another model", Assert.Throws<ModelException>(() => FaceDetector.Load(copy.Folder)).Problem);

        File.WriteAllBytes(copy.Model, plan);
        copy.Repin();
        Assert.Contains("an engine plan runs only on TensorRT", Assert.Throws<ModelException>(() => FaceDetector.Load(copy.Folder)).Problem);
    }

    [Fact]
    public void Detector_finds_the_same_faces_after_falling_back()
    {
        Picture picture = Picture.FromClip(Cache.Clip("demo-face.mp4"), 15);
        DetectedFace[] expected = new DetectedFace[4], found = new DetectedFace[4];
        using FaceDetector direct = FaceDetector.Load(Cache.Models);
        using FaceDetector fallen = FaceDetector.Load(Cache.Models, inference: new Inference(new InferenceSettings { Provider = InferenceProvider.TensorRt }, _placed.Add));

        Assert.Equal(1, direct.Detect(picture.Frame, expected, out _));
        Assert.Equal(1, fallen.Detect(picture.Frame, found, out _));
        Assert.Equal(expected, found);
        Assert.Equal("face_detection_back_256x256_barracuda.onnx", Assert.Single(_placed).Model);
    }

    private InferenceSession Open(InferenceSettings settings, string path, byte[] model)
    {
        var inference = new Inference(settings, _placed.Add);
        try
        {
            return inference.Open(path, model, [Input], [Output]);
        }
        finally
        {
            Assert.Equal("", inference.Activity);
        }
    }

    private static byte[] Relu()
    {
        var graph = new OnnxGraph("relu");
        graph.Inputs.Add(new OnnxValue("x", OnnxType.Float, 1, 2));
        graph.Outputs.Add(new OnnxValue("y", OnnxType.Float, 1, 2));
        graph.Nodes.Add(new OnnxNode("Relu", ["x"], ["y"]));
        return graph.ToModel();
    }
}
