namespace Lookout.Vision.Preprocess;

/// <summary>One colour as a weighted sum of Y, U and V, normalised, and the bounds it is clipped to: BT.601, limited range.</summary>
internal readonly struct ColourChannel
{
    // ITU-R BT.601: Y' is 16..235, U and V are 16..240 around 128.
    private const float Kr = 0.299f;
    private const float Kb = 0.114f;
    private const float Kg = 1 - Kr - Kb;
    private const float LumaGain = 255f / 219f;
    private const float ChromaGain = 255f / 112f;

    public readonly float Y, U, V, Offset, Low, High;

    private ColourChannel(float u, float v, float mean, float scale, float unit)
    {
        Y = LumaGain / scale * unit;
        U = u / scale * unit;
        V = v / scale * unit;
        Offset = (-16 * LumaGain - 128 * (u + v) - mean) / scale;
        Low = -mean / scale;
        High = (255 - mean) / scale;
    }

    /// <summary>Has no U.</summary>
    public static ColourChannel Red(float mean, float scale, float unit) => new(0, ChromaGain * (1 - Kr), mean, scale, unit);

    public static ColourChannel Green(float mean, float scale, float unit) =>
        new(-ChromaGain * (1 - Kb) * Kb / Kg, -ChromaGain * (1 - Kr) * Kr / Kg, mean, scale, unit);

    /// <summary>Has no V.</summary>
    public static ColourChannel Blue(float mean, float scale, float unit) => new(ChromaGain * (1 - Kb), 0, mean, scale, unit);
}
