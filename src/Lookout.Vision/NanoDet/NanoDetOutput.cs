using Lookout.Vision.Models;
using Lookout.Vision.Objects;

namespace Lookout.Vision.NanoDet;

/// <summary>NanoDet (RangiLyu, 2020): one head a stride, class scores and distances to the four sides as distributions.</summary>
internal sealed record NanoDetOutput : ObjectOutput
{
    public const string Name = "nanodet";

    public override string Family => Name;

    public const int Sides = 4;

    /// <summary>Values a distance's distribution has: 0, 1, ... strides.</summary>
    public required int Bins { get; init; }

    public required IReadOnlyList<StrideHead> Heads { get; init; }

    public override string? ProblemWith(ModelInput input) =>
        base.ProblemWith(input) ??
        (Bins is < 2 or > 64 ? $"its bins are {Bins}; 2..64 are expected" :
        Heads.Count == 0 || Heads.Any(head => head.Stride < 1 || input.Width % head.Stride != 0 || input.Height % head.Stride != 0) ? "its heads' strides do not divide its input" :
        null);

    public override IEnumerable<TensorShape> Tensors(ModelInput input) => Heads.SelectMany(head => new TensorShape[]
    {
        new(head.Scores, [1, head.Cells(input), Classes.Count]), new(head.Boxes, [1, head.Cells(input), Sides * Bins]),
    });

    public override IObjectDecoder Decoder(ModelInput input) => new NanoDetDecoder(input, this);
}

/// <summary>One pair of output tensors: a cell for each stride x stride pixels of the input, row by row.</summary>
internal sealed record StrideHead
{
    public required int Stride { get; init; }

    /// <summary>Name of the tensor [1, cells, classes] of scores, 0..1.</summary>
    public required string Scores { get; init; }

    /// <summary>Name of the tensor [1, cells, 4 * bins]: left, top, right, bottom, as logits.</summary>
    public required string Boxes { get; init; }

    public int Cells(ModelInput input) => input.Width / Stride * (input.Height / Stride);
}
