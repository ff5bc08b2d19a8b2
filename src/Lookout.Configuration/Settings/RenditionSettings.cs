namespace Lookout.Configuration.Settings;

/// <summary>At which rate a camera's pictures are encoded, in kbit/s; null: by their size. Nothing is encoded unless somebody looks.</summary>
/// <param name="Full">Pictures as they are.</param>
/// <param name="Half">Both sides halved; 0: not offered.</param>
/// <param name="Quarter">Both sides quartered; 0: not offered.</param>
public sealed record RenditionSettings(int? Full, int? Half, int? Quarter)
{
    /// <summary>Least and most kbit/s that can be asked for.</summary>
    public const int Least = 50;

    /// <inheritdoc cref="Least"/>
    public const int Most = 50_000;

    public static readonly RenditionSettings Default = new(null, null, null);
}
