using Lookout.Vision.Faces;
using Lookout.Vision.Models;

namespace Lookout.Vision.RetinaFace;

/// <summary>RetinaFace (Deng et al., 2019) as its PyTorch version is exported: all priors of all strides in three tensors.</summary>
internal sealed record RetinaFaceOutput : FaceOutput
{
    public const string Name = "retinaface";

    public override string Family => Name;

    /// <summary>Name of the tensor [1, priors, 4]: shift of the centre and logarithm of the size, over the prior's size and the variances.</summary>
    public required string Boxes { get; init; }

    /// <summary>Name of the tensor [1, priors, 2]: chances of background and face, after the softmax.</summary>
    public required string Scores { get; init; }

    /// <summary>Name of the tensor [1, priors, 10]: shift of the five points from the prior's centre, over its size and the variance.</summary>
    public required string Landmarks { get; init; }

    /// <summary>Sides of the square priors of each stride, in pixels of the input.</summary>
    public required IReadOnlyList<PriorRow> Priors { get; init; }

    public override string? ProblemWith(ModelInput input) =>
        base.ProblemWith(input) ??
        (Priors.Count == 0 || Priors.Any(row => row.Stride < 1 || row.Sides.Count == 0 || !row.Sides.All(side => side > 0)) ? "its priors have no stride or no sides" : null);

    public override IEnumerable<TensorShape> Tensors(ModelInput input)
    {
        int priors = Priors.Sum(row => row.Count(input));
        return [new(Boxes, [1, priors, 4]), new(Scores, [1, priors, 2]), new(Landmarks, [1, priors, 2 * FivePointFaces.Points])];
    }

    public override IFaceDecoder Decoder(ModelInput input) => new RetinaFaceDecoder(input, this);
}

/// <summary>The priors of one stride: in every cell, one for each side.</summary>
internal sealed record PriorRow
{
    public required int Stride { get; init; }
    public required IReadOnlyList<float> Sides { get; init; }

    // Maps are rounded up: a picture's right and lower edge have cells of their own.
    public int Across(ModelInput input) => (input.Width + Stride - 1) / Stride;

    public int Count(ModelInput input) => Across(input) * ((input.Height + Stride - 1) / Stride) * Sides.Count;
}
