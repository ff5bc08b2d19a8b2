using Lookout.Vision.Models;
using Lookout.Vision.Onnx;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Onnx;

public sealed class GraphWithPreprocessTests
{
    private static readonly TensorFormat Small = new(16, 16, IsPlanar: true, IsBgr: false, [0, 0, 0], [1, 1, 1]);

    [Fact]
    public void Model_takes_planes_in_place_of_its_tensor()
    {
        Picture picture = new Picture(YuvLayout.I420, 40, 30).Noise(3);
        var expected = new float[Small.Length];
        new Preprocessor(Small).Fill(picture.Frame, new TensorSpan(expected));

        Assert.Null(Prepend(Doubling().ToModel(), picture, out byte[] merged));
        float[] doubled = PlaneInputs.Run(merged, picture, "y")[0];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(2 * expected[i], doubled[i], 0.4f);
    }

    [Fact]
    public void Other_inputs_constants_and_operators_stay()
    {
        OnnxGraph model = Doubling();
        model.Domains.Add(("com.microsoft", 1));
        model.Nodes.Add(new OnnxNode("Gelu", ["y"], ["z"]) { Domain = "com.microsoft" });
        model.Outputs.Add(new OnnxValue("z", OnnxType.Float, 1, 3, 16, 16));
        Picture picture = new Picture(YuvLayout.Nv12, 40, 30).Fill(235, 128, 128);

        Assert.Null(Prepend(model.ToModel(), picture, out byte[] merged));
        float[][] values = PlaneInputs.Run(merged, picture, "y", "z");
        Assert.Equal(510, values[0][8 * 16 + 8], 0.01f);
        Assert.Equal(510, values[1][8 * 16 + 8], 0.01f);
    }

    [Fact]
    public void Model_without_that_input_is_refused() =>
        Assert.Equal("the model's graph is malformed, or has no input image",
            GraphWithPreprocess.Prepend(Doubling().ToModel(), "image", Front(new Picture(YuvLayout.I420, 4, 4)), out _));

    [Fact]
    public void Model_too_old_is_refused_with_its_version() =>
        Assert.Equal("the model's opset is 7; 8 is the oldest that can be extended", Prepend(Doubling().ToModel(opset: 7), new Picture(YuvLayout.I420, 4, 4), out _));

    [Fact]
    public void Cut_anywhere_it_is_refused()
    {
        byte[] model = Doubling().ToModel();
        OnnxGraph front = Front(new Picture(YuvLayout.I420, 4, 4));
        for (int length = 0; length < model.Length; length++)
        {
            Assert.NotNull(GraphWithPreprocess.Prepend(model.AsSpan(0, length), "x", front, out byte[] merged));
            Assert.Empty(merged);
        }
    }

    [Fact]
    public void Mutated_models_never_throw()
    {
        var random = new Random(9);
        byte[] model = Doubling().ToModel();
        OnnxGraph front = Front(new Picture(YuvLayout.I420, 4, 4));
        for (int i = 0; i < 5_000; i++)
        {
            byte[] mutant = [.. model];
            for (int flips = random.Next(1, 5); flips > 0; flips--) mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            string? problem = GraphWithPreprocess.Prepend(mutant, "x", front, out byte[] merged);
            Assert.Equal(problem is null, merged.Length > 0);
        }
    }

    [Fact]
    public void Real_models_are_extended_and_still_keep_nothing_outside()
    {
        foreach ((string name, string input) in new[] { ("face_detection_back_256x256_barracuda", "input:0"), ("nanodet", "input_1") })
        {
            byte[] model = File.ReadAllBytes(Path.Combine(Cache.Models, name + ".onnx"));
            Assert.Null(GraphWithPreprocess.Prepend(model, input, Front(new Picture(YuvLayout.Nv12, 64, 64)), out byte[] merged));
            Assert.False(OnnxExternalData.IsReferenced(merged));
        }
    }

    private static string? Prepend(byte[] model, Picture picture, out byte[] merged) => GraphWithPreprocess.Prepend(model, "x", Front(picture), out merged);

    private static OnnxGraph Front(Picture picture) => PreprocessGraph.Create(picture.Layout, picture.Width, picture.Height, Small, "x");

    private static OnnxGraph Doubling()
    {
        var graph = new OnnxGraph("doubling");
        graph.Inputs.Add(new OnnxValue("x", OnnxType.Float, 1, 3, 16, 16));
        graph.Outputs.Add(new OnnxValue("y", OnnxType.Float, 1, 3, 16, 16));
        graph.Constants.Add(OnnxTensor.Of("two", [1], new float[] { 2 }));
        graph.Nodes.Add(new OnnxNode("Mul", ["x", "two"], ["y"]));
        return graph;
    }
}
