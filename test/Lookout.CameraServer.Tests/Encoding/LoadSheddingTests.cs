using Lookout.CameraServer.Encoding;

namespace Lookout.CameraServer.Tests.Encoding;

public sealed class LoadSheddingTests
{
    private const long FrameNs = 1_000_000_000 / 30;
    private readonly LoadShedding _shedding = new();
    private long _now = 1_000_000_000;

    [Fact]
    public void Analysis_falls_first_then_half_then_quarter_and_the_full_picture_never()
    {
        Assert.Equal("0 1 2 analysis", Kept());
        Work(seconds: 3, share: 0.95);
        Assert.Equal("0 1 2", Kept());
        Work(seconds: 2, share: 0.95);
        Assert.Equal("0 2", Kept());
        Work(seconds: 2, share: 0.95);
        Assert.Equal("0", Kept());
        Work(seconds: 60, share: 1.5);
        Assert.Equal("0", Kept());
    }

    [Fact]
    public void A_busy_second_or_a_busy_half_of_the_time_costs_nothing()
    {
        for (int i = 0; i < 10; i++)
        {
            Work(seconds: 1, share: 1);
            Work(seconds: 1, share: 0.7);
        }
        Work(seconds: 60, share: 0.8);
        Assert.Equal("0 1 2 analysis", Kept());
    }

    [Fact]
    public void All_comes_back_step_by_step_once_there_is_time()
    {
        Work(seconds: 10, share: 1);
        Work(seconds: 9, share: 0.1);
        Assert.Equal("0", Kept());
        Work(seconds: 31, share: 0.1);
        Assert.Equal("0 1 2 analysis", Kept());
    }

    [Fact]
    public void What_comes_back_too_early_waits_longer_the_next_time()
    {
        var waits = new List<int>();
        for (int round = 0; round < 4; round++)
        {
            while (Kept() == "0 1 2 analysis") Work(seconds: 1, share: 1);
            int waited = 0;
            for (; Kept() != "0 1 2 analysis"; waited++) Work(seconds: 1, share: 0.1);
            waits.Add(waited);
        }
        for (int i = 1; i < waits.Count; i++) Assert.True(waits[i] > waits[i - 1], string.Join(' ', waits));
    }

    [Fact]
    public void Pictures_left_out_count_as_no_time()
    {
        for (int i = 0; i < 3; i++)
        {
            _shedding.FellBehind();
            Work(seconds: 1, share: 0.1);
        }
        Assert.Equal("0 1 2", Kept());
    }

    private void Work(int seconds, double share)
    {
        for (int i = 0; i < 30 * seconds; i++)
        {
            long end = _now + (long)(FrameNs * share);
            _shedding.Worked(_now, end);
            _now = Math.Max(_now + FrameNs, end);
        }
    }

    private string Kept() => string.Join(' ', Enumerable.Range(0, 3).Where(number => _shedding.Allows((byte)number)))
        + (_shedding.AnalysisRests ? "" : " analysis");
}
