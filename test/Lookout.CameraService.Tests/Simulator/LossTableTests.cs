using System.Globalization;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>Pictures, standstills and delay over paths that lose, hold up, turn round and double what is sent.</summary>
public sealed class LossTableTests
{
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
        using var simulation = new Simulation(seed: 7);
        SimulatedPeer peer = simulation.Join(new PathSettings { Loss = percent / 100, BurstLength = burst, RoundTrip = TimeSpan.FromMilliseconds(roundTripMs), Bps = 8_000_000 });
        simulation.Run(Settle);
        peer.Model.Playout.Restart();
        int made = simulation.Camera.PicturesMade;

        simulation.Run(Watched);

        made = simulation.Camera.PicturesMade - made;
        Playout playout = peer.Model.Playout;
        double shown = (double)playout.Shown / made;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"LOSS | {percent} % {(burst > 1 ? "in bursts" : "random")} | {roundTripMs} | {100 * shown:0.0} | {playout.Freezes.Count} | {playout.Longest.TotalMilliseconds:0} | {playout.Delay(0.5).TotalMilliseconds:0} | {playout.Delay(0.95).TotalMilliseconds:0} | {peer.Model.KeyFramesAsked} |"));
        (double least, int longestMs) = Expected(percent, roundTripMs);
        Assert.True(shown >= least, $"{100 * shown:0.0} % were shown.");
        Assert.True(playout.Longest.TotalMilliseconds <= longestMs, $"It stood still for {playout.Longest}.");
    }

    // What is lost comes after a round trip, one time in five or ten after two, and so on: at 600 ms a tenth lost is more than
    // a viewer waits for.
    private static (double Shown, int LongestMs) Expected(double percent, int roundTripMs) => (percent, roundTripMs) switch
    {
        ( <= 5, <= 50) => (0.99, 500),
        ( <= 5, <= 200) => (0.98, 1000),
        ( <= 5, _) => (0.9, 4000),
        (_, <= 200) => (0.95, 1000),
        _ => (0.5, 5000),
    };
}
