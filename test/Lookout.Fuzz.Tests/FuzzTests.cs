using Lookout.Fuzz.Targets;

namespace Lookout.Fuzz.Tests;

/// <summary>The small budget of each run; `make fuzz` is the long one.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 6000;
    private const int HandshakeInputs = 1500;
    private const int Seed = 1;

    public static TheoryData<string> Targets => [.. AllTargets.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Mutated_input_crashes_nothing_and_grows_nothing(string name)
    {
        using FuzzTarget target = AllTargets.Create(name, Seed);
        int budget = target is DtlsTarget ? HandshakeInputs : Inputs;

        FuzzResult result = new FuzzRun(target, Seed).Run(inputs => inputs < budget);

        Assert.Null(result.Failure);
        Assert.True(result.Accepted > 0, "Not even the corpus is valid.");
    }

    [Fact]
    public void Failure_names_its_input()
    {
        using var target = new ParserTarget("fails", [[1, 2, 3]], input => throw new InvalidOperationException("as it should"));

        FuzzResult result = new FuzzRun(target, Seed).Run(_ => true);

        Assert.Contains("input 010203", result.Failure, StringComparison.Ordinal);
        Assert.Equal(1, result.Inputs);
    }

    [Fact]
    public void Growth_is_a_failure()
    {
        var kept = new List<byte[]>();
        using var target = new ParserTarget("grows", [[1]], input =>
        {
            kept.Add(new byte[4000]);
            return false;
        });

        FuzzResult result = new FuzzRun(target, Seed).Run(inputs => inputs < 20_000);

        Assert.Contains("memory has grown", result.Failure, StringComparison.Ordinal);
        Assert.NotEmpty(kept);
    }
}
