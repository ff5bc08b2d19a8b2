using System.Text.Json.Serialization;
using Lookout.Vision.Models;

namespace Lookout.Vision.BlazeFace;

/// <summary>MediaPipe's BlazeFace: grids of anchors.</summary>
internal sealed record BlazeFaceOutput : ModelOutput
{
    /// <summary>Lowest score that counts, 0..1.</summary>
    public required float Score { get; init; }

    /// <summary>Intersection over union above which two boxes are one face, 0..1.</summary>
    public required float Overlap { get; init; }

    public required IReadOnlyList<AnchorHead> Heads { get; init; }

    public override string? ProblemWith(ModelInput input) =>
        input.Width != input.Height ? $"its input is {input.Width}x{input.Height}; a square is expected" :
        !(Score is > 0 and < 1 && Overlap is > 0 and < 1) ? "its score and overlap are not between 0 and 1" :
        Heads.Count == 0 || Heads.Any(head => head.Grid < 1 || head.Grid > input.Width || head.PerCell is < 1 or > 16) ? "its heads are not grids of anchors" :
        null;
}

/// <summary>One pair of output tensors: grid x grid cells, row by row, <c>perCell</c> anchors a cell.</summary>
internal sealed record AnchorHead
{
    public required int Grid { get; init; }
    public required int PerCell { get; init; }

    /// <summary>Name of the tensor [1, anchors, 1] of score logits.</summary>
    public required string Scores { get; init; }

    /// <summary>Name of the tensor [1, anchors, 16]: dx, dy, width, height, six landmarks x, y, in pixels of the input.</summary>
    public required string Boxes { get; init; }

    [JsonIgnore]
    public int Anchors => Grid * Grid * PerCell;
}
