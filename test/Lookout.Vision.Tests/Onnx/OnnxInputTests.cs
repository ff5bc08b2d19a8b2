using Lookout.Vision.Onnx;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Onnx;

public sealed class OnnxInputTests
{
    [Fact]
    public void Named_first_dimension_is_open_and_a_sized_one_is_not()
    {
        byte[] model = Model();
        Assert.True(OnnxInput.IsBatchOpen(model, "open"));
        Assert.False(OnnxInput.IsBatchOpen(model, "sized"));
        Assert.False(OnnxInput.IsBatchOpen(model, "none"));
    }

    [Theory]
    [InlineData("face_detection_back_256x256_barracuda", "input:0", false)]
    [InlineData("dlib-face-resnet", "input", true)]
    public void Real_models_are_read(string name, string input, bool isOpen) =>
        Assert.Equal(isOpen, OnnxInput.IsBatchOpen(File.ReadAllBytes(Path.Combine(Cache.Models, name + ".onnx")), input));

    [Fact]
    public void Truncated_and_mutated_models_never_throw()
    {
        byte[] model = Model();
        for (int length = 0; length < model.Length; length++) OnnxInput.IsBatchOpen(model.AsSpan(0, length), "open");
        var random = new Random(12);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] mutant = [.. model];
            for (int flips = random.Next(1, 5); flips > 0; flips--) mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            OnnxInput.IsBatchOpen(mutant, "open");
        }
    }

    private static byte[] Model()
    {
        var graph = new OnnxGraph("inputs");
        graph.Inputs.Add(new OnnxValue("sized", OnnxType.Float, 1, 3));
        graph.Inputs.Add(new OnnxValue("open", OnnxType.Float, "N", 3));
        return graph.ToModel();
    }
}
