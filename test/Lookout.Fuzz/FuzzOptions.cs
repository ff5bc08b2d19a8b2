using System.Globalization;

namespace Lookout.Fuzz;

/// <summary>The command line: --minutes N (all targets together), --seed N, --target PART of a name.</summary>
internal sealed record FuzzOptions(double Minutes, int Seed, string Target)
{
    public static FuzzOptions? Parse(string[] args)
    {
        var options = new FuzzOptions(Minutes: 1, Seed: 1, Target: "");
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            switch (args[i])
            {
                case "--minutes" when double.TryParse(args[i + 1], CultureInfo.InvariantCulture, out double minutes): options = options with { Minutes = minutes }; break;
                case "--seed" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out int seed): options = options with { Seed = seed }; break;
                case "--target": options = options with { Target = args[i + 1] }; break;
                default: return null;
            }
        }

        return args.Length % 2 == 0 ? options : null;
    }
}
