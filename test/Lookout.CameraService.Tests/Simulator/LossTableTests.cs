using System.Globalization;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>Pictures, standstills and delay over paths that lose, hold up, turn round and double what is sent.</summary>
public sealed class LossTableTests
{
    private const int Seeds = 5;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(40);

    public static TheoryData<double, double, int> Losses
    {
        get
        {
            var table = new TheoryData<double, double, int>();
            foreach (double burst in new[] { 1.0, 4 })
                foreach (double percent in new[] { 0.5, 2, 5, 10 })
                    foreach (int roundTrip in new[] { 20, 50, 200, 600 })
                        table.Add(percent, burst, roundTrip);
            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Lost_packets_are_recovered(double percent, double burst, int roundTripMs)
    {
        int made = 0;
        int shown = 0;
        int freezes = 0;
        int keyFrames = 0;
        TimeSpan longest = TimeSpan.Zero;
        TimeSpan late = TimeSpan.Zero;
        for (int seed = 7; seed < 7 + Seeds; seed++)
        {
            using var simulation = new Simulation(seed);
            SimulatedPeer peer = simulation.Join(new PathSettings { Loss = percent / 100, BurstLength = burst, RoundTrip = TimeSpan.FromMilliseconds(roundTripMs), Bps = 8_000_000 });
            simulation.Run(Settle);
            Playout playout = peer.Model.Playout;
            playout.Restart();
            made -= simulation.Camera.PicturesMade;

            simulation.Run(Watched);

            made += simulation.Camera.PicturesMade;
            shown += playout.Shown;
            freezes += playout.Freezes.Count;
            keyFrames += peer.Model.KeyFramesAsked;
            if (playout.Longest > longest) longest = playout.Longest;
            if (playout.Delay(0.95) > late) late = playout.Delay(0.95);
        }

        double part = (double)shown / made;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"LOSS | {percent} % {(burst > 1 ? "in bursts" : "random")} | {roundTripMs} | {100 * part:0.0} / {(double)freezes / Seeds:0.#} / {longest.TotalMilliseconds:0} / {late.TotalMilliseconds:0} | key frames {keyFrames} |"));
        (double least, int longestMs) = Expected(percent, roundTripMs);
        Assert.True(part >= least, $"{100 * part:0.0} % were shown.");
        Assert.True(longest.TotalMilliseconds <= longestMs, $"It stood still for {longest}.");
    }

    // Goal 17 is 5 % at 50 ms: no standstill. What is lost comes after a round trip, one time in five or ten after two, and so on;
    // at 600 ms and at 10 % of 200 ms, a packet is missing at times for longer than a viewer waits, a second and two round trips,
    // and the picture stands until a key frame has come. It has to come, and most pictures still have to be shown: no goal says
    // more. The bounds are wider than the worst of ten minutes of each.
    private static (double Shown, int LongestMs) Expected(double percent, int roundTripMs) => (percent, roundTripMs) switch
    {
        ( <= 5, <= 50) => (0.99, 500),
        ( <= 5, <= 200) => (0.98, 1500),
        ( <= 5, _) => (0.9, 5000),
        (_, <= 50) => (0.98, 1000),
        (_, <= 200) => (0.95, 3000),
        _ => (0.6, 10_000),
    };
}
