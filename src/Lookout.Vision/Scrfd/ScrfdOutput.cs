using Lookout.Vision.Faces;
using Lookout.Vision.Models;

namespace Lookout.Vision.Scrfd;

/// <summary>SCRFD with landmarks (Guo et al., 2021) as InsightFace exports it: three tensors a stride, two anchors a cell, row by row.</summary>
internal sealed record ScrfdOutput : FaceOutput
{
    public const string Name = "scrfd";

    public override string Family => Name;

    public required IReadOnlyList<ScrfdHead> Heads { get; init; }

    /// <summary>The tensors have no dimension for the batch: [anchors, values], as in InsightFace's own files.</summary>
    public bool Flat { get; init; }

    public override string? ProblemWith(ModelInput input) =>
        base.ProblemWith(input) ?? ProblemWith(input, Heads.Select(head => head.Stride)) ??
        (Flat && input.MostPictures > 1 ? "its outputs are flat, so that its batch must be 1" : null);

    public override IEnumerable<TensorShape> Tensors(ModelInput input) => Heads.SelectMany(head => new[]
    {
        Shape(head.Scores, head.Anchors(input), 1), Shape(head.Boxes, head.Anchors(input), 4), Shape(head.Landmarks, head.Anchors(input), 2 * FivePointFaces.Points),
    });

    public override IFaceDecoder Decoder(ModelInput input) => new ScrfdDecoder(input, this);

    private TensorShape Shape(string name, long anchors, long values) => new(name, Flat ? [anchors, values] : [1, anchors, values]) { IsFlat = Flat };
}

/// <summary>Names of one stride's tensors.</summary>
internal sealed record ScrfdHead
{
    /// <summary>Anchors in each cell, one over the other; only the scores and distances learnt for them differ.</summary>
    public const int PerCell = 2;

    public required int Stride { get; init; }

    /// <summary>[anchors, 1]: 0..1, the logistic function is in the model.</summary>
    public required string Scores { get; init; }

    /// <summary>[anchors, 4]: distances to the left, upper, right and lower edge, in strides.</summary>
    public required string Boxes { get; init; }

    /// <summary>[anchors, 10]: from the anchor to the five points, x, y, in strides.</summary>
    public required string Landmarks { get; init; }

    public int Anchors(ModelInput input) => input.Width / Stride * (input.Height / Stride) * PerCell;
}
