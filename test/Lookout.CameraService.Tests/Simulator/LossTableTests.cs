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
        SimulatedPeer peer = simulation.Join(new PathSettings { Loss = percent / 100, BurstLength = burst, RoundTrip = TimeSpan.FromMilliseconds(roundTripMs) });
        simulation.Run(Settle);
        peer.Model.Playout.Restart();
        int made = simulation.Camera.PicturesMade;

        simulation.Run(Watched);

        made = simulation.Camera.PicturesMade - made;
        Playout playout = peer.Model.Playout;
        double shown = (double)playout.Shown / made;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{percent,4} % {(burst > 1 ? "bursts" : "random")} {roundTripMs,3} ms: shown {100 * shown:0.0} %, freezes {playout.Freezes.Count}, longest {playout.Longest.TotalMilliseconds:0} ms, delay p50 {playout.Delay(0.5).TotalMilliseconds:0} p95 {playout.Delay(0.95).TotalMilliseconds:0} ms, keys {peer.Model.KeyFramesAsked}, repaired {peer.Counters.PacketsRepaired} of {peer.Counters.PacketsSent}, padding {peer.Counters.PacketsPadding}, overruns {simulation.Overruns}, lost {100 * peer.Loss:0.0} % target {peer.Viewer.Session.Bandwidth!.TargetBps}"));
        Assert.True(shown >= 0.5, $"{shown}");
    }
}
