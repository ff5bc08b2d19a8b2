namespace Lookout.Link;

/// <summary>What one person looked like on one frame. Biometric data: goes to camera-service and nowhere else, and is never logged.</summary>
/// <param name="Track">The person's <see cref="Person.Id"/>.</param>
/// <param name="Quality">0..1, what a gallery decides on.</param>
/// <param name="EyeDistance">Pixels between the eyes; 0 for a body.</param>
/// <param name="Sharpness">0..1.</param>
/// <param name="Embedding">Little-endian float32 values, as many as the model gives.</param>
/// <param name="Picture">The aligned face, <see cref="LinkProtocol.PictureSide"/> squared, packed RGB; null when there is none.</param>
public sealed record Likeness(int Track, float Quality, float EyeDistance, float Sharpness, byte[] Embedding, byte[]? Picture);

/// <summary>Those of one frame who were measured on it.</summary>
/// <param name="Camera">Index in <see cref="Hello.Cameras"/>.</param>
/// <param name="Sequence">The frame's number, the same as its access unit's.</param>
/// <param name="CaptureNs">The frame's capture time on CLOCK_MONOTONIC, the same as its access unit's.</param>
/// <param name="Kind">Faces or bodies.</param>
/// <param name="Measure">How to compare them.</param>
/// <param name="Items">At least one.</param>
public sealed record Likenesses(int Camera, ulong Sequence, long CaptureNs, LikenessKind Kind, Measure Measure, IReadOnlyList<Likeness> Items);
