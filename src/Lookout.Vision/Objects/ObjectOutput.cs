using Lookout.Vision.Models;

namespace Lookout.Vision.Objects;

/// <summary>A detector of objects, people among them.</summary>
internal abstract record ObjectOutput : ModelOutput
{
    private const int MostClasses = 1000;

    /// <summary>Lowest score that counts, 0..1.</summary>
    public required float Score { get; init; }

    /// <summary>Intersection over union above which two boxes of a class are one object, 0..1.</summary>
    public required float Overlap { get; init; }

    /// <summary>What the model knows, in its order.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>What its scores mean to a tracker; null: what they mean in ByteTrack's paper.</summary>
    public TrackingScores? Tracking { get; init; }

    /// <summary>Whether a run gives each object's keypoints too.</summary>
    public virtual bool GivesPoses => false;

    public abstract IObjectDecoder Decoder(ModelInput input);

    public override string? ProblemWith(ModelInput input) =>
        !(Score is > 0 and < 1 && Overlap is > 0 and < 1) ? "its score and overlap are not between 0 and 1" :
        Classes.Count is < 1 or > MostClasses ? "its classes are none or too many" :
        Tracking is { } tracking && !(tracking.High > Score && tracking.New >= tracking.High && tracking.New < 1)
            ? "its tracking scores are not in order: score < high <= new < 1" :
        null;
}

/// <summary>Thresholds of a tracker that go with a detector's scores.</summary>
internal sealed record TrackingScores
{
    /// <summary>From here on a detection is one; below, it only prolongs a track.</summary>
    public required float High { get; init; }

    /// <summary>What a new track needs.</summary>
    public required float New { get; init; }
}
