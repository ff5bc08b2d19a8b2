using Lookout.Configuration.Problems;

namespace Lookout.Configuration.Tests;

/// <summary>Whatever a file holds, reading it ends in settings or in problems that have a place, never in an exception.</summary>
public sealed class ConfigLoaderFuzz
{
    private static readonly string[] Tokens =
        ["{", "}", "[", "]", ":", ": ", "- ", "\n", "\n  ", "\t", "&a ", "*a", "!x ", "!!str ", "<<: ", "${", "}", "|", ">", "%", "'", "\"", "\\0", "\0", "---", "...", "?", "#", "\u2028", "source", "cameras", "file:", "://", "?width="];

    [Fact]
    public void Twenty_thousand_mutations_never_throw()
    {
        string[] seeds = [.. Directory.GetFiles(Machine.Corpus("good")).Concat(Directory.GetFiles(Machine.Corpus("bad"))).Order().Select(File.ReadAllText)];
        var random = new Random(20_261_123);
        Surroundings machine = Machine.With();
        int good = 0, bad = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string text = seeds[random.Next(seeds.Length)];
            for (int edits = random.Next(1, 4); edits > 0; edits--) text = Mutate(text, random);
            ConfigResult result = ConfigLoader.Parse(text, "f.yml", machine);
            Assert.Equal(result.Settings is null, result.Problems.Any(problem => !problem.IsWarning));
            Assert.All(result.Problems, problem => Assert.False(HasNoPlace(problem), problem.ToString()));
            if (result.Settings is null) bad++;
            else good++;
        }
        Assert.True(good > 500 && bad > 500, $"{good} good, {bad} bad: the mutations test only one side");
    }

    [Fact]
    public void Truncation_at_every_length_never_throws()
    {
        string text = File.ReadAllText(Path.Combine(Machine.Corpus("good"), "everything.yml"));
        for (int length = 0; length <= text.Length; length++) Assert.NotNull(ConfigLoader.Parse(text[..length], "f.yml", Machine.With()).Problems);
    }

    private static bool HasNoPlace(ConfigProblem problem) => problem.Origin is { Line: < 1 } && !problem.Message.StartsWith("and ", StringComparison.Ordinal);

    private static string Mutate(string text, Random random)
    {
        int at = random.Next(text.Length + 1);
        int length = random.Next(Math.Min(12, text.Length - at + 1));
        return random.Next(4) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Tokens[random.Next(Tokens.Length)]),
            2 => text.Insert(at, ((char)random.Next(1, 0x2100)).ToString()),
            _ => text.Insert(random.Next(text.Length + 1), text.Substring(at, length)),
        };
    }
}
