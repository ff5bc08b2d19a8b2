using Lookout.Vision.Models;

namespace Lookout.Vision.Faces;

/// <summary>A detector of faces.</summary>
internal abstract record FaceOutput : ModelOutput
{
    /// <summary>Lowest score that counts, 0..1.</summary>
    public required float Score { get; init; }

    /// <summary>Intersection over union above which two boxes are one face, 0..1.</summary>
    public required float Overlap { get; init; }

    public abstract IFaceDecoder Decoder(ModelInput input);

    public override string? ProblemWith(ModelInput input) =>
        !(Score is > 0 and < 1 && Overlap is > 0 and < 1) ? "its score and overlap are not between 0 and 1" : null;

    /// <summary>What is wrong with the strides of a pyramid.</summary>
    protected static string? ProblemWith(ModelInput input, IEnumerable<int> strides) =>
        !strides.Any() || strides.Any(stride => stride < 1 || input.Width % stride != 0 || input.Height % stride != 0)
            ? $"its strides do not divide its input of {input.Width}x{input.Height}"
            : null;
}
