namespace Lookout.Vision.Tracking;

/// <summary>Thresholds of <see cref="ByteTracker"/>; the defaults are those of the paper and its code (Zhang et al., ECCV 2022).</summary>
public sealed record TrackerSettings
{
    /// <summary>Detections above this take part in the first association.</summary>
    public float HighScore { get; init; } = 0.5f;

    /// <summary>Detections above this, up to <see cref="HighScore"/>, take part in the second one only.</summary>
    public float LowScore { get; init; } = 0.1f;

    /// <summary>What a detection that fits no track needs to begin one.</summary>
    public float NewTrackScore { get; init; } = 0.6f;

    /// <summary>Greatest cost, 1 - overlap * score, of a match in the first association.</summary>
    public double FirstLimit { get; init; } = 0.8;

    /// <summary>Greatest cost, 1 - overlap, of a match in the second association.</summary>
    public double SecondLimit { get; init; } = 0.5;

    /// <summary>Greatest cost, 1 - overlap * score, of a match of a track that was seen once.</summary>
    public double UnconfirmedLimit { get; init; } = 0.7;

    /// <summary>A tracked and a lost box that cost less, 1 - overlap, are one object.</summary>
    public double DuplicateLimit { get; init; } = 0.15;

    /// <summary>Updates after which a track that found nothing is given up.</summary>
    public int LostFor { get; init; } = 60;

    /// <summary>Length of the appearance vectors; 0: boxes alone decide.</summary>
    public int AppearanceLength { get; init; }

    /// <summary>Half the cosine distance from which on two appearances say nothing (BoT-SORT, Aharon et al. 2022).</summary>
    public double AppearanceLimit { get; init; } = 0.25;

    /// <summary>1 - overlap from which on appearances are not compared: no name jumps through the room.</summary>
    public double AppearanceReach { get; init; } = 0.5;
}
