using Lookout.CameraService.WebRtc.Sending;

namespace Lookout.CameraService.Tests.WebRtc.Sending;

public sealed class PacerTests
{
    private const int Packet = 1200;
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    private readonly Pacer _pacer = new();

    [Fact]
    public void Frame_of_a_few_packets_leaves_at_once() => Assert.Equal([(Start, 12)], Play(packets: 12, bitsPerSecond: 1_000_000));

    [Theory]
    [InlineData(42, 15_000_000)]
    [InlineData(42, 4_000_000)]
    [InlineData(800, 150_000_000)]
    [InlineData(13, 300_000)]
    public void Long_frame_leaves_at_its_rate_in_chunks_of_a_millisecond(int packets, long bitsPerSecond)
    {
        List<(TimeSpan At, int Packets)> chunks = Play(packets, bitsPerSecond);

        Assert.Equal(packets, chunks.Sum(c => c.Packets));
        // The few at the end leave at once; up to there the rate holds.
        double paced = (packets - chunks[^1].Packets) * Packet * 8.0 / bitsPerSecond;
        Assert.InRange((chunks[^1].At - Start).TotalSeconds, paced * 0.99, paced * 1.01 + 0.001);
        Assert.All(chunks.Zip(chunks.Skip(1), (a, b) => b.At - a.At), gap => Assert.True(gap >= TimeSpan.FromMilliseconds(0.5)));
        int most = (int)Math.Ceiling(bitsPerSecond / 1000.0 / (Packet * 8));
        Assert.All(chunks.SkipLast(1), c => Assert.Equal(most, c.Packets));
    }

    [Fact]
    public void Late_wake_is_caught_up_but_a_long_sleep_is_not()
    {
        _pacer.Sent(Start, 9_600_000, 10 * Packet);
        Assert.False(_pacer.IsClear(Start + TimeSpan.FromMilliseconds(9.9)));
        // One and a half milliseconds late: the next chunk counts from when it was due.
        _pacer.Sent(Start + TimeSpan.FromMilliseconds(11.5), 9_600_000, Packet);
        Assert.Equal(Start + TimeSpan.FromMilliseconds(11), _pacer.NextAt);

        TimeSpan later = Start + TimeSpan.FromSeconds(5);
        _pacer.Sent(later, 9_600_000, Packet);
        Assert.Equal(later + TimeSpan.FromMilliseconds(1), _pacer.NextAt);
    }

    // The loop as it is: sleeps until the pacer is clear, with no overshoot.
    private List<(TimeSpan At, int Packets)> Play(int packets, long bitsPerSecond)
    {
        var chunks = new List<(TimeSpan, int)>();
        TimeSpan now = Start;
        while (packets > 0)
        {
            if (!_pacer.IsClear(now)) now = _pacer.NextAt;
            int chunk = Pacer.Allow(bitsPerSecond, packets);
            _pacer.Sent(now, bitsPerSecond, chunk * Packet);
            chunks.Add((now, chunk));
            packets -= chunk;
        }

        return chunks;
    }
}
