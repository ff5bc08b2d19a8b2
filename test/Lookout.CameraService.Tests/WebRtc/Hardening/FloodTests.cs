using System.Diagnostics;
using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Tests.WebRtc.Hardening;

/// <summary>Much of it, from where nobody is known and from a viewer's own address.</summary>
public sealed class FloodTests
{
    private const int Datagrams = 100_000;
    private const int Burst = 1000;
    private const int LogLimit = 1 << 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hundred_thousand_bad_datagrams_write_no_log_and_cost_no_frame(bool fromTheViewer)
    {
        var log = new CountingLogger();
        using var fixture = new ServerFixture(logger: log);
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        using LoopbackViewer attacker = fromTheViewer ? fixture.Watch(ServerFixture.Encoded) : new LoopbackViewer(fixture.Port);
        fixture.Publish(fixture.Front, key: true);
        viewer.ReceiveUntil(() => viewer.Packets.Count > 0);
        var random = new Random(42);
        var datagram = new byte[1200];
        TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();

        for (int sent = 0; sent < Datagrams; sent += Burst)
        {
            for (int i = 0; i < Burst; i++)
            {
                int length = random.Next(0, 200);
                random.NextBytes(datagram.AsSpan(0, length));
                // What DTLS says to noise is DTLS's own affair, and has tests of its own.
                if (length > 0) datagram[0] = (byte)(i % 2 == 0 ? i % 4 : 128 + i % 64);
                attacker.Send(datagram.AsSpan(0, length));
            }

            fixture.Publish(fixture.Front, key: false);
            attacker.ReceiveAvailable();
            int frames = sent / Burst + 2;
            viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == frames);
        }

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        TimeSpan cost = Process.GetCurrentProcess().TotalProcessorTime - processor;
        ServerFixture.WaitUntil(() => fixture.Server.Counters.DatagramsDropped > Datagrams / 2);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Datagrams / took.TotalSeconds:N0} a second, {fixture.Server.Counters.DatagramsDropped} dropped, {cost / took:P0} of a core with the attacker's part, {log.Bytes} bytes logged");
        Assert.InRange(log.Bytes, 0, LogLimit / 100);
        Assert.Equal(0, fixture.Server.Counters.Faults);
    }

    [Fact]
    public void Flood_of_candidates_is_cut_off_and_disturbs_nobody()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        using LoopbackViewer attacker = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);
        for (int i = 0; i < 1000; i++)
        {
            string lines = string.Concat(Enumerable.Range(0, 20).Select(k => $"a=candidate:1 1 udp 1 10.{i / 250}.{i % 250}.{k + 1} 9 typ host\r\n"));
            WhepPatch patch = fixture.Server.Patch(attacker.Answer!.Secret, $"a=ice-ufrag:{attacker.Own.Ufrag}\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n{lines}", "*", []);
            Assert.True(patch.Status is 204 or 503, $"{patch.Status}");
            if (i % 100 != 0) continue;
            fixture.Publish(fixture.Front, key: false);
            int frames = i / 100 + 2;
            viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == frames);
        }

        Assert.Equal(0, fixture.Server.Counters.Faults);
    }
}
