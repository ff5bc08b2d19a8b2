using Lookout.Vision.Models;

namespace Lookout.Vision.NanoDet;

/// <summary>NanoDet (RangiLyu, 2020): one head a stride, class scores and distances to the four sides as distributions.</summary>
internal sealed record NanoDetOutput : ModelOutput
{
    /// <summary>Lowest score that counts, 0..1.</summary>
    public required float Score { get; init; }

    /// <summary>Intersection over union above which two boxes of a class are one object, 0..1.</summary>
    public required float Overlap { get; init; }

    /// <summary>Values a distance's distribution has: 0, 1, ... strides.</summary>
    public required int Bins { get; init; }

    /// <summary>What the model knows, in its order.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public required IReadOnlyList<StrideHead> Heads { get; init; }

    public override string? ProblemWith(ModelInput input) =>
        !(Score is > 0 and < 1 && Overlap is > 0 and < 1) ? "its score and overlap are not between 0 and 1" :
        Bins is < 2 or > 64 ? $"its bins are {Bins}; 2..64 are expected" :
        Classes.Count is < 1 or > 1000 ? "its classes are none or too many" :
        Heads.Count == 0 || Heads.Any(head => head.Stride < 1 || input.Width % head.Stride != 0 || input.Height % head.Stride != 0) ? "its heads' strides do not divide its input" :
        null;
}

/// <summary>One pair of output tensors: a cell for each stride x stride pixels of the input, row by row.</summary>
internal sealed record StrideHead
{
    public required int Stride { get; init; }

    /// <summary>Name of the tensor [1, cells, classes] of scores, 0..1.</summary>
    public required string Scores { get; init; }

    /// <summary>Name of the tensor [1, cells, 4 * bins]: left, top, right, bottom, as logits.</summary>
    public required string Boxes { get; init; }
}
