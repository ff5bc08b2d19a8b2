using Lookout.Rtc.Srtp;

namespace Lookout.Rtc.Tests.Srtp;

public sealed class ReplayWindowTests
{
    [Fact]
    public void Empty_window_accepts_any_index()
    {
        var window = new ReplayWindow();

        Assert.True(window.Accepts(0));
        Assert.True(window.Accepts(1L << 47));
        Assert.False(window.Accepts(-1));
    }

    [Fact]
    public void Oldest_index_within_128_is_accepted_and_the_next_older_is_not()
    {
        var window = new ReplayWindow();
        window.Commit(1000);

        Assert.True(window.Accepts(1000 - 127));
        Assert.False(window.Accepts(1000 - 128));
    }

    [Fact]
    public void Asking_changes_nothing()
    {
        var window = new ReplayWindow();
        window.Commit(10);

        Assert.True(window.Accepts(1_000_000));
        Assert.True(window.Accepts(9));
        Assert.Equal(10, window.Highest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Window_agrees_with_a_set_of_everything_seen(int seed)
    {
        var random = new Random(seed);
        var window = new ReplayWindow();
        var seen = new HashSet<long>();
        long highest = -1;
        for (int i = 0; i < 300_000; i++)
        {
            int step = random.Next(20) == 0 ? random.Next(-400, 400) : random.Next(-150, 8);
            long index = Math.Max(highest, 0) + step;
            bool expected = index >= 0 && index > highest - 128 && !seen.Contains(index);
            Assert.Equal(expected, window.Accepts(index));
            if (!expected || random.Next(4) == 0) continue;
            window.Commit(index);
            seen.Add(index);
            highest = Math.Max(highest, index);
            Assert.Equal(highest, window.Highest);
        }
    }
}
