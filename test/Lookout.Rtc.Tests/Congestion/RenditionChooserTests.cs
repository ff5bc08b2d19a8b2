using Lookout.Rtc.Congestion;

namespace Lookout.Rtc.Tests.Congestion;

public sealed class RenditionChooserTests
{
    private static readonly long[] Renditions = [2_000_000, 600_000, 200_000];
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(500);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly RenditionChooser _chooser = new(Start);
    private TimeSpan _now = Start;
    private int _current;
    private int _switches;

    [Fact]
    public void Joining_viewer_gets_what_fits_at_once()
    {
        _current = 2;
        Pass(0, 900_000);
        Assert.Equal(1, _current);
        Pass(0, 3_000_000);
        Assert.Equal(0, _current);
    }

    [Fact]
    public void Far_too_little_steps_down_at_once_to_what_fits()
    {
        Pass(10, 3_000_000);
        Pass(0, 650_000);
        Assert.Equal(1, _current);
        Pass(0, 100_000);
        Assert.Equal(2, _current);
    }

    [Fact]
    public void A_little_too_little_is_borne_for_a_moment()
    {
        Pass(10, 3_000_000);
        Pass(0.5, 1_700_000);
        Assert.Equal(0, _current);
        Pass(0.5, 2_000_000);
        Pass(0.5, 1_700_000);
        Assert.Equal(0, _current);
        Pass(0.5, 1_700_000);
        Assert.Equal(1, _current);
    }

    [Fact]
    public void Up_waits_until_there_was_room_for_two_seconds()
    {
        Pass(10, 3_000_000);
        Pass(5, 800_000);
        Assert.Equal(1, _current);
        Pass(1.75, 3_000_000);
        Pass(0.25, 2_100_000);
        Pass(1.75, 3_000_000);
        Assert.Equal(1, _current);
        Pass(0.5, 3_000_000);
        Assert.Equal(0, _current);
    }

    [Fact]
    public void Room_for_the_better_one_without_any_margin_is_not_enough()
    {
        Pass(10, 3_000_000);
        Pass(5, 800_000);
        Pass(120, 2_200_000);
        Assert.Equal(1, _current);
    }

    [Fact]
    public void Ups_that_do_not_last_become_rarer_up_to_a_minute()
    {
        // Room appears while little is sent and goes as soon as much is sent.
        for (int i = 0; i < 600 * 4; i++) Pass(0, _current == 0 ? 800_000 : 3_000_000);

        // Without the growing wait there were 600 / 2.25 of each.
        Assert.InRange(_switches, 20, 40);
    }

    [Fact]
    public void After_an_up_that_lasted_the_next_waits_two_seconds_again()
    {
        for (int i = 0; i < 60 * 4; i++) Pass(0, _current == 0 ? 800_000 : 3_000_000);
        Pass(200, 3_000_000);
        Assert.Equal(0, _current);
        Pass(1, 800_000);
        Assert.Equal(1, _current);
        Pass(2.5, 3_000_000);
        Assert.Equal(0, _current);
    }

    [Theory]
    [InlineData(2_000_000, 0.25)]
    [InlineData(2_300_000, 0.25)]
    [InlineData(650_000, 0.25)]
    [InlineData(1_300_000, 0.6)]
    public void Noisy_estimate_about_a_step_makes_few_switches(long mean, double noise)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var chooser = new RenditionChooser(Start);
            int current = 0;
            int switches = 0;
            double drift = 0;
            for (int i = 0; i < 300 * 4; i++)
            {
                drift = 0.9 * drift + 0.1 * (2 * random.NextDouble() - 1) * 3;
                long target = (long)(mean * Math.Max(0.1, 1 + noise * drift));
                int chosen = chooser.Choose(Start + i * Poll, target, Renditions, current);
                if (chosen != current) switches++;
                current = chosen;
            }

            // Five minutes.
            Assert.InRange(switches, 0, 24);
        }
    }

    [Fact]
    public void Rendition_that_is_gone_is_left_and_one_that_is_not_there_not_taken()
    {
        Pass(10, 3_000_000);
        Assert.Equal(1, _chooser.Choose(_now, 3_000_000, [0, 600_000, 200_000], 0));
        Assert.Equal(2, _chooser.Choose(_now, 3_000_000, [0, 0, 200_000], 1));
        Assert.Equal(1, _chooser.Choose(_now, 3_000_000, [0, 0, 0], 1));
        Assert.Equal(0, _chooser.Choose(_now, 10_000, [2_000_000], 0));
    }

    [Fact]
    public void The_last_one_is_kept_however_little_there_is()
    {
        Pass(10, 3_000_000);
        Pass(10, 1000);
        Assert.Equal(2, _current);
    }

    private void Pass(double seconds, long targetBps)
    {
        TimeSpan end = _now + TimeSpan.FromSeconds(seconds);
        do
        {
            int chosen = _chooser.Choose(_now, targetBps, Renditions, _current);
            if (chosen != _current) _switches++;
            _current = chosen;
            _now += Poll;
        }
        while (_now < end);
    }
}
