namespace Lookout.CameraService.Identity.Matching;

/// <summary>What is known of one track at one moment.</summary>
/// <param name="Track">Its id on its camera.</param>
/// <param name="Person">Id of the enrolled person, or null.</param>
/// <param name="Confidence">0..1, in hundredths.</param>
/// <param name="Unknown">What a stranger is called, or null.</param>
/// <param name="HasFace">Whether a face was seen on it lately.</param>
/// <param name="Quality">Of the best of those.</param>
internal readonly record struct TrackName(int Track, string? Person, float Confidence, string? Unknown, bool HasFace, float Quality)
{
    public static TrackName Of(TrackIdentity track) => new(
        track.Track,
        track.Person,
        MathF.Round(track.Confidence, 2),
        track.Unknown,
        track.BestFace is not null,
        MathF.Round(track.BestFace?.Quality ?? 0, 2));
}
