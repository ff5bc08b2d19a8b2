using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Tests.Parts;

/// <summary>Output tensors filled by hand, and the input they belong to.</summary>
internal sealed class HandMade(params float[][] tensors) : ITensors
{
    public ReadOnlySpan<float> Tensor(int index) => tensors[index];

    public static ModelInput Input(int width, int height, string fit = "letterbox") => new()
    {
        Name = "input",
        Width = width,
        Height = height,
        Layout = "nchw",
        Colour = "rgb",
        Mean = [0, 0, 0],
        Scale = [1, 1, 1],
        Fit = fit,
    };

    /// <summary>A picture that fills the input, so that 0..1 of one is 0..1 of the other.</summary>
    public static Letterbox Whole(ModelInput input) => new(0, 0, input.Width, input.Height);
}
