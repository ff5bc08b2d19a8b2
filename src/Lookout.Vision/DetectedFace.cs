using System.Runtime.CompilerServices;

namespace Lookout.Vision;

/// <summary>A point in the picture, 0..1 of its width and height.</summary>
public readonly record struct Landmark(float X, float Y);

/// <summary>Which points a detector gives of a face.</summary>
public enum FacePoints
{
    /// <summary>As BlazeFace does: the mouth's middle and the ears.</summary>
    MouthAndEars,

    /// <summary>As detectors of five points do (SCRFD, RetinaFace, YuNet): the mouth's corners; its middle is the middle between them.</summary>
    MouthCorners,
}

/// <summary>
/// The landmarks of a face (right and left are the person's): right eye, left eye, nose tip and mouth centre from every detector; then
/// right ear and left ear, or right and left corner of the mouth, as <see cref="DetectedFace.Points"/> says.
/// </summary>
[InlineArray(Count)]
public struct FaceLandmarks : IEquatable<FaceLandmarks>
{
    public const int Count = 6;
    public const int RightEye = 0, LeftEye = 1, Nose = 2, MouthCentre = 3;
    public const int RightEar = 4, LeftEar = 5;
    public const int RightMouthCorner = 4, LeftMouthCorner = 5;

    private Landmark _first;

    // The runtime refuses to compare inline arrays by itself.
    public readonly bool Equals(FaceLandmarks other) => ((ReadOnlySpan<Landmark>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is FaceLandmarks other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[1], this[2], this[3], this[4], this[5]);

    public static bool operator ==(FaceLandmarks left, FaceLandmarks right) => left.Equals(right);

    public static bool operator !=(FaceLandmarks left, FaceLandmarks right) => !left.Equals(right);
}

/// <summary>One face; box and landmarks are 0..1 of the upright picture and clipped to it.</summary>
/// <param name="X">Left edge of the box.</param>
/// <param name="Y">Upper edge of the box.</param>
/// <param name="Width">Width of the box, above 0.</param>
/// <param name="Height">Height of the box, above 0.</param>
/// <param name="Score">The model's confidence, 0..1.</param>
/// <param name="Landmarks">Eyes, nose, mouth, and what <paramref name="Points"/> says.</param>
/// <param name="Points">What the last two landmarks are.</param>
public readonly record struct DetectedFace(
    float X, float Y, float Width, float Height, float Score, FaceLandmarks Landmarks, FacePoints Points = FacePoints.MouthAndEars);
