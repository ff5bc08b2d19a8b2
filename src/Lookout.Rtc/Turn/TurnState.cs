namespace Lookout.Rtc.Turn;

/// <summary>Where an allocation stands.</summary>
public enum TurnState
{
    /// <summary>Asked for.</summary>
    Allocating,

    /// <summary>Held, and kept fresh.</summary>
    Allocated,

    /// <summary>Not given, or lost. For good: a new attempt is a new client.</summary>
    Failed,

    /// <summary>Given back.</summary>
    Closed,
}
