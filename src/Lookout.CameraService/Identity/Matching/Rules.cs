namespace Lookout.CameraService.Identity.Matching;

/// <summary>The numbers of matching, in the unit of <see cref="Scale"/>: 0 at the model's threshold, 1 for the same picture.</summary>
internal static class Rules
{
    /// <summary>What a likeness of 1 would say in one look, before <see cref="MostStep"/> bounds it.</summary>
    public const float Gain = 8;

    /// <summary>No look says more than this, so that no single one gives a name.</summary>
    public const float MostStep = 2;

    /// <summary>What must speak for a name before it is given: two clear looks at least.</summary>
    public const float GiveAt = 3;

    /// <summary>Below this a name is taken away.</summary>
    public const float KeepAt = 0.5f;

    /// <summary>Whoever bears a name keeps it against one who claims it with little more.</summary>
    public const float HolderBonus = 0.5f;

    /// <summary>How much likelier the best must be than the second best; within it a look says nothing for either.</summary>
    public const float Margin = 0.08f;

    /// <summary>Good looks at nobody who is known make a stranger.</summary>
    public const int LooksForStranger = 3;

    /// <summary>The weight a look needs to count for that.</summary>
    public const float GoodLook = 0.5f;

    /// <summary>Looks at a figure that must agree before it gets its name back.</summary>
    public const int LooksToRestore = 2;

    /// <summary>What speaks for a name that was restored: one clear look at another face takes it away.</summary>
    public const float RestoreScore = 2;

    /// <summary>How much likelier the likest lost figure must be than the next.</summary>
    public const float FigureMargin = 0.05f;

    /// <summary>A figure this unlike is another one.</summary>
    public const float OtherFigure = -0.9f;

    /// <summary>What one look at such a figure takes from the name.</summary>
    public const float FigureStep = 1;

    /// <summary>How quickly the figure that goes with a face is learnt anew.</summary>
    public const float FigureRate = 0.2f;

    /// <summary>Faces that say less than this of somebody rule them out.</summary>
    public const float FaceForbids = -0.5f;

    /// <summary>How long a track may be missed in the picture and still be shown with its name.</summary>
    public static readonly long Grace = Moment.Seconds(1.5);

    /// <summary>How long it may be missed and still hold its name against another track: a new track often is the same person.</summary>
    public static readonly long HoldWithin = Moment.Seconds(0.4);

    /// <summary>How long a track that was lost can come back, or pass its name on.</summary>
    public static readonly long Reacquire = Moment.Seconds(30);

    /// <summary>How long a name lasts at full strength without support.</summary>
    public static readonly long Patience = Moment.Seconds(10);

    /// <summary>After that it fades by half in this time.</summary>
    public static readonly long HalfLife = Moment.Seconds(20);

    /// <summary>A face older than this no longer says who it is by itself.</summary>
    public static readonly long FaceFresh = Moment.Seconds(5);

    /// <summary>A figure seen this soon after the face is the face's.</summary>
    public static readonly long LearnFigureWithin = Moment.Seconds(2);

    /// <summary>For how long the best face of a track is the best.</summary>
    public static readonly long BestFaceAge = Moment.Seconds(10);

    /// <summary>A face that nobody saw for this long is not kept.</summary>
    public static readonly long ForgetFaceAfter = Moment.Seconds(30);

    private const float PoorestLook = 0.15f;
    private const float FullLook = 0.5f;

    /// <summary>How much a look of this quality counts, 0..1.</summary>
    public static float Weight(float quality) => quality < PoorestLook ? 0 : Math.Min(1, quality / FullLook);
}
