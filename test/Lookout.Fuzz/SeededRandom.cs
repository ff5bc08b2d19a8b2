using Lookout.Rtc.Ice;

namespace Lookout.Fuzz;

/// <summary>Repeatable "randomness" for the parts that take it as an argument.</summary>
internal static class SeededRandom
{
    public static RandomFill Fill(int seed)
    {
        var random = new Random(seed);
        return bytes => random.NextBytes(bytes);
    }
}
