using Lookout.Rtc.Tests.Ice;
using Lookout.Rtc.Turn;

namespace Lookout.Rtc.Tests.Turn;

public sealed class BackoffTests
{
    [Fact]
    public void Wait_doubles_up_to_a_minute_and_begins_anew_after_a_success()
    {
        var backoff = new Backoff(SeededRandom.Create(3));
        foreach (int seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 }) Assert.InRange(backoff.Next().TotalSeconds, 0.75 * seconds, 1.25 * seconds);
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.75, 1.25);
    }
}
