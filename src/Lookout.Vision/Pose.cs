using System.Runtime.CompilerServices;

namespace Lookout.Vision;

/// <summary>A point of a body.</summary>
/// <param name="X">0..1 of the picture's width, clipped to it.</param>
/// <param name="Y">0..1 of the picture's height, clipped to it.</param>
/// <param name="Score">The model's confidence, 0..1.</param>
public readonly record struct Keypoint(float X, float Y, float Score);

/// <summary>
/// The 17 keypoints of COCO in its order: nose; eyes, ears, shoulders, elbows, wrists, hips, knees, ankles, of each pair the
/// left (the person's) first.
/// </summary>
[InlineArray(Count)]
public struct Pose : IEquatable<Pose>
{
    public const int Count = 17;

    private Keypoint _first;

    // The runtime refuses to compare inline arrays by itself.
    public readonly bool Equals(Pose other) => ((ReadOnlySpan<Keypoint>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is Pose other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[5], this[6], this[11], this[12], this[15], this[16]);

    public static bool operator ==(Pose left, Pose right) => left.Equals(right);

    public static bool operator !=(Pose left, Pose right) => !left.Equals(right);
}
