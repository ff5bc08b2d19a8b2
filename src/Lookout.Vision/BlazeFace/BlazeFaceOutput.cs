using System.Text.Json.Serialization;
using Lookout.Vision.Faces;
using Lookout.Vision.Models;

namespace Lookout.Vision.BlazeFace;

/// <summary>MediaPipe's BlazeFace: grids of anchors.</summary>
internal sealed record BlazeFaceOutput : FaceOutput
{
    public const string Name = "blazeface";

    public override string Family => Name;

    public required IReadOnlyList<AnchorHead> Heads { get; init; }

    public override string? ProblemWith(ModelInput input) =>
        input.Width != input.Height ? $"its input is {input.Width}x{input.Height}; a square is expected" :
        Heads.Count == 0 || Heads.Any(head => head.Grid < 1 || head.Grid > input.Width || head.PerCell is < 1 or > 16) ? "its heads are not grids of anchors" :
        base.ProblemWith(input);

    public override IEnumerable<TensorShape> Tensors(ModelInput input) => Heads.SelectMany(head => new TensorShape[]
    {
        new(head.Scores, [1, head.Anchors, 1]), new(head.Boxes, [1, head.Anchors, 4 + 2 * FaceLandmarks.Count]),
    });

    public override IFaceDecoder Decoder(ModelInput input) => new BlazeFaceDecoder(input, this);
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
