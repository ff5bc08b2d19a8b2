using System.Collections.Immutable;

namespace Lookout.CameraService.Identity;

/// <summary>One enrolled person.</summary>
/// <param name="Id">Random; not made of anything about the person.</param>
/// <param name="Name">As typed.</param>
/// <param name="CreatedAt">When they were enrolled.</param>
/// <param name="Consent">The newest.</param>
/// <param name="Samples">In the order they were added.</param>
/// <param name="Negatives">Faces that are not theirs.</param>
internal sealed record KnownPerson(
    string Id,
    string Name,
    DateTimeOffset CreatedAt,
    Consent Consent,
    ImmutableArray<FaceSample> Samples,
    ImmutableArray<NegativeSample> Negatives)
{
    public const int MostSamples = 64;
    public const int LongestName = 80;

    /// <summary>A name without what would make two look alike or break a line; null when it is none.</summary>
    public static string? CleanName(string? name)
    {
        string? trimmed = name?.Trim();
        return trimmed is { Length: > 0 and <= LongestName } && !trimmed.Any(char.IsControl) ? trimmed : null;
    }
}
