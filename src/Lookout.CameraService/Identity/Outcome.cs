namespace Lookout.CameraService.Identity;

/// <summary>Why something about people was not done.</summary>
internal enum Refusal
{
    None,

    /// <summary>There is no such person, sample or track.</summary>
    NotFound,

    /// <summary>It contradicts what is there.</summary>
    Conflict,

    /// <summary>It cannot be used as it is: no consent, a face that is too small.</summary>
    Unfit,

    /// <summary>Not now: the cameras start, the disk is full.</summary>
    Unavailable,
}

/// <summary>What came of a request: a value, or why there is none, in a sentence that says what to do.</summary>
internal readonly record struct Outcome<T>(T? Value, Refusal Refusal, string Problem)
{
    public static implicit operator Outcome<T>(T value) => new(value, Refusal.None, "");

    public static implicit operator Outcome<T>(Refused refused) => new(default, refused.Refusal, refused.Problem);
}

/// <summary>A refusal before it is known what was asked for.</summary>
internal readonly record struct Refused(Refusal Refusal, string Problem);
