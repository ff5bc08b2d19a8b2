namespace Lookout.Doctor;

/// <summary>One thing the doctor looked at.</summary>
/// <param name="What">What it is.</param>
/// <param name="Problem">What is wrong with it; null when it is fine.</param>
/// <param name="Remedy">What to do; null when it is fine.</param>
internal sealed record Finding(string What, string? Problem, string? Remedy)
{
    public bool IsFine => Problem is null;

    public static Finding Fine(string what) => new(what, null, null);

    public override string ToString() => IsFine ? $"  {What}: fine" : $"! {What}: {Problem}\n      remedy: {Remedy}";
}
