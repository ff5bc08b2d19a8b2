using Lookout.Vision.Models;
using Lookout.Vision.Tests.Parts;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lookout.Vision.Tests.Models;

public sealed class OnnxModelTests
{
    [Theory]
    [InlineData(TinyModel.UInt8, TensorElementType.UInt8)]
    [InlineData(TinyModel.Int32, TensorElementType.Int32)]
    public void Samples_are_rounded_for_a_model_of_whole_numbers(int type, TensorElementType element)
    {
        byte[] file = new TinyModel().Input("samples", type, -1, 2, 2).Node("Cast", ["samples"], "floats", ("to", [1])).Output("floats", -1, 2, 2).Build();
        using var model = new OnnxModel("test", file, new TensorShape("samples", [1, 2, 2]) { Type = element }, [new TensorShape("floats", [1, 2, 2])], batch: 2);

        Assert.Equal(type == TinyModel.UInt8, model.Input.IsBytes);
        float[] samples = [0, 0.49f, 1.51f, 254.6f, 255, 17, 127.4f, 3];
        for (int i = 0; i < samples.Length; i++) model.Input.Set(i, samples[i]);
        model.Run(2);
        Assert.Equal([0f, 0, 2, 255, 255, 17, 127, 3], model.Output(0).ToArray());
    }

    [Fact]
    public void Size_that_the_model_leaves_open_is_tried_when_it_is_loaded()
    {
        byte[] file = new TinyModel().Input("samples", TinyModel.Float, -1, -1, 2).Node("Relu", ["samples"], "floats").Output("floats", -1, -1, 2).Build();
        var input = new TensorShape("samples", [1, 3, 2]);
        using (var model = new OnnxModel("test", file, input, [new TensorShape("floats", [1, 3, 2])]))
        {
            ((float[])[1, -2, 3, -4, 5, -6]).CopyTo(model.Input.Floats);
            model.Run();
            Assert.Equal([1f, 0, 3, 0, 5, 0], model.Output(0).ToArray());
        }

        var e = Assert.Throws<ModelException>(() => new OnnxModel("test", file, input, [new TensorShape("floats", [1, 4, 2])]));
        Assert.Contains("other shapes", e.Problem);
    }

    [Fact]
    public void Batch_gives_each_picture_its_own_numbers_and_leaves_the_others_alone()
    {
        byte[] file = new TinyModel().Input("samples", TinyModel.Float, -1, 2).Node("Relu", ["samples"], "floats").Output("floats", -1, 2).Build();
        using var model = new OnnxModel("test", file, new TensorShape("samples", [1, 2]), [new TensorShape("floats", [1, 2])], batch: 3);

        ((float[])[1, -2, 3, 4, -5, 6]).CopyTo(model.Input.Floats);
        model.Run(3);
        Assert.Equal([1f, 0, 3, 4, 0, 6], model.Output(0).ToArray());
        model.Input.Fill(9);
        model.Run(2);
        Assert.Equal([9f, 9, 9, 9, 0, 6], model.Output(0).ToArray());
    }
}
