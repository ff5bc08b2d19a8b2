using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>The seventh row of the scoreboard in virtual time: a path of 4, then 1, then 4 Mbit/s that drops what would wait longer than 300 ms.</summary>
public sealed class SqueezeTests
{
    private const int Seeds = 5;
    private static readonly PathSettings Wide = new() { Bps = 4_000_000, Queue = TimeSpan.FromMilliseconds(300) };
    private static readonly TimeSpan Squeezed = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(2, 50)]
    [InlineData(2, 100)]
    [InlineData(50, 50)]
    [InlineData(50, 100)]
    [InlineData(200, 50)]
    public void Squeezed_viewer_is_frozen_for_a_twentieth_at_most_and_fits_and_recovers_soon(int roundTripMs, int feedbackMs)
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            PathSettings wide = Wide with { RoundTrip = TimeSpan.FromMilliseconds(roundTripMs) };
            using var simulation = new Simulation(seed);
            SimulatedPeer peer = simulation.Join(wide, RenditionWish.Auto);
            peer.Model.FeedbackInterval = TimeSpan.FromMilliseconds(feedbackMs);
            simulation.Run(TimeSpan.FromSeconds(8));
            Assert.Equal(0, peer.Viewer.Feed.Stream.Rendition);

            peer.Path = wide with { Bps = 1_000_000 };
            peer.Model.Playout.Restart();
            TimeSpan fit = RunAndFindLastLoss(simulation, peer);
            TimeSpan frozen = peer.Model.Playout.Frozen;
            int narrow = peer.Viewer.Feed.Stream.Rendition;
            peer.Path = wide;
            TimeSpan? up = simulation.RunUntil(() => peer.Viewer.Feed.Stream.Rendition == 0, TimeSpan.FromSeconds(30));

            string figure = $"{roundTripMs} ms of round trip, seed {seed}: frozen {100 * (frozen / Squeezed):0.0} %, fits after {fit.TotalMilliseconds:0} ms, rendition {narrow}, recovers after {up?.TotalMilliseconds:0} ms";
            TestContext.Current.TestOutputHelper?.WriteLine("FIGURE " + figure);
            Assert.True(frozen <= Squeezed / 20, figure);
            Assert.True(fit <= TimeSpan.FromSeconds(1.5), figure);
            Assert.True(up <= TimeSpan.FromSeconds(10), figure);
        }
    }

    private static TimeSpan RunAndFindLastLoss(Simulation simulation, SimulatedPeer peer)
    {
        TimeSpan start = simulation.Now;
        TimeSpan last = start;
        while (simulation.Now - start < Squeezed)
        {
            long before = peer.ToViewer.Lost;
            simulation.Run(Step);
            if (peer.ToViewer.Lost > before) last = simulation.Now;
        }

        return last - start;
    }
}
