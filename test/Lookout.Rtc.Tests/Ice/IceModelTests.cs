namespace Lookout.Rtc.Tests.Ice;

/// <summary>10^5 random sequences together with <see cref="IceDuelTests"/>: requests, forgeries, replays, responses right and wrong, restarts, lost routes and time.</summary>
public sealed class IceModelTests
{
    private const int Sequences = 90_000;
    private const int Events = 24;

    [Fact]
    public void Agent_does_what_the_model_says_in_every_random_sequence()
    {
        for (int seed = 0; seed < Sequences; seed++)
        {
            try
            {
                new IceModelRun(seed).Run(Events);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}", exception);
            }
        }
    }
}
