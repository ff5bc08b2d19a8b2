using Lookout.Vision.Faces;
using Lookout.Vision.Models;

namespace Lookout.Vision.YuNet;

/// <summary>YuNet (Wu et al., 2023) in the form of OpenCV's model zoo since 2023: four tensors a stride, one cell a place, row by row.</summary>
internal sealed record YuNetOutput : FaceOutput
{
    public const string Name = "yunet";

    public override string Family => Name;

    public required IReadOnlyList<YuNetHead> Heads { get; init; }

    public override string? ProblemWith(ModelInput input) => base.ProblemWith(input) ?? ProblemWith(input, Heads.Select(head => head.Stride));

    public override IEnumerable<TensorShape> Tensors(ModelInput input) => Heads.SelectMany(head => new TensorShape[]
    {
        new(head.Classes, [1, head.Cells(input), 1]), new(head.Objects, [1, head.Cells(input), 1]),
        new(head.Boxes, [1, head.Cells(input), 4]), new(head.Landmarks, [1, head.Cells(input), 2 * FivePointFaces.Points]),
    });

    public override IFaceDecoder Decoder(ModelInput input) => new YuNetDecoder(input, this);
}

/// <summary>Names of one stride's tensors.</summary>
internal sealed record YuNetHead
{
    public required int Stride { get; init; }

    /// <summary>[1, cells, 1]: is it a face, 0..1.</summary>
    public required string Classes { get; init; }

    /// <summary>[1, cells, 1]: how well the box fits, 0..1.</summary>
    public required string Objects { get; init; }

    /// <summary>[1, cells, 4]: from the cell to the centre, in strides; then the logarithms of width and height in strides.</summary>
    public required string Boxes { get; init; }

    /// <summary>[1, cells, 10]: from the cell to the five points, x, y, in strides.</summary>
    public required string Landmarks { get; init; }

    public int Cells(ModelInput input) => input.Width / Stride * (input.Height / Stride);
}
