namespace Lookout.CameraService.Identity;

/// <summary>Who allowed that a person is recognised, and what for. Without it nothing of a person is kept.</summary>
/// <param name="GivenAt">When it was recorded.</param>
/// <param name="By">Who gave it: the person, or who may speak for them.</param>
/// <param name="Purpose">What they were told it is for.</param>
/// <param name="Expires">From when on it no longer holds; null: until it is withdrawn.</param>
internal sealed record Consent(DateTimeOffset GivenAt, string By, string Purpose, DateTimeOffset? Expires)
{
    // A box without a battery-backed clock starts in 1970, where every consent would hold again. Small steps are no reason to doubt it.
    private static readonly TimeSpan ClockDoubt = TimeSpan.FromDays(1);

    /// <summary>
    /// Whether the person may be recognised now. One that expires does not hold while the clock shows a time from before it was given:
    /// then nobody knows how late it is.
    /// </summary>
    public bool Holds(DateTimeOffset now) => Expires is not { } end || (now < end && now >= GivenAt - ClockDoubt);
}
