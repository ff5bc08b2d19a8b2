using Lookout.Vision.Models;
using Lookout.Vision.Objects;

namespace Lookout.Vision.Yolo;

/// <summary>
/// YOLOv8 and YOLO11 (Ultralytics) as they are exported without suppression: one tensor of [1, values, places], each value's row over all places of all strides.
/// The first four values are centre, width and height in pixels of the input; then one score a class, the logistic function done.
/// </summary>
internal abstract record YoloOutput : ObjectOutput
{
    /// <summary>Box values before the scores.</summary>
    public const int BoxValues = 4;

    // All published sizes have these three.
    private static readonly int[] Strides = [8, 16, 32];

    /// <summary>The tensor's name.</summary>
    public required string Predictions { get; init; }

    /// <summary>Values after the scores.</summary>
    protected virtual int MoreValues => 0;

    public override string? ProblemWith(ModelInput input) =>
        base.ProblemWith(input) ??
        (input.Width % Strides[^1] != 0 || input.Height % Strides[^1] != 0 ? $"its input of {input.Width}x{input.Height} is not divisible by {Strides[^1]}" : null);

    public override IEnumerable<TensorShape> Tensors(ModelInput input) => [new(Predictions, [1, BoxValues + Classes.Count + MoreValues, Places(input)])];

    public override IObjectDecoder Decoder(ModelInput input) => new YoloDecoder(input, this);

    /// <summary>8400 for 640x640.</summary>
    public static int Places(ModelInput input) => Strides.Sum(stride => input.Width / stride * (input.Height / stride));
}

/// <summary>Boxes and classes: [1, 84, 8400] with COCO's 80.</summary>
internal sealed record YoloDetectOutput : YoloOutput
{
    public const string Name = "yolo-detect";

    public override string Family => Name;
}

/// <summary>A box and COCO's 17 keypoints as x, y, score: [1, 56, 8400] with one class.</summary>
internal sealed record YoloPoseOutput : YoloOutput
{
    public const string Name = "yolo-pose";

    public override string Family => Name;

    public override bool GivesPoses => true;

    protected override int MoreValues => 3 * Pose.Count;
}
