using Lookout.Vision.Models;

namespace Lookout.Vision.MoveNet;

/// <summary>MoveNet single pose (Google, 2021): one tensor [1, 1, 17, 3] of y, x, score, all 0..1 of the input.</summary>
internal sealed record MoveNetOutput : ModelOutput
{
    public const string Name = "movenet";

    public override string Family => Name;

    /// <summary>The tensor's name.</summary>
    public required string Keypoints { get; init; }

    public override string? ProblemWith(ModelInput input) => null;

    public override IEnumerable<TensorShape> Tensors(ModelInput input) => [new TensorShape(Keypoints, [1, 1, Pose.Count, 3])];
}
