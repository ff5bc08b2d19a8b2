using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>A browser whose network lets no UDP through: neither side ever hears of the other's UDP candidates.</summary>
public sealed class IceTcpTests(SharedBrowser browser) : ProductTest
{
    private const string Camera = "clock";

    private const string NoUdp =
        """
        let native = RTCPeerConnection.prototype;
        while (!Object.hasOwn(native, 'setRemoteDescription')) native = Object.getPrototypeOf(native);
        const withoutUdp = sdp => sdp.split('\r\n').filter(line => !/^a=candidate:\S+ \d+ udp /i.test(line)).join('\r\n');
        const set = native.setRemoteDescription;
        native.setRemoteDescription = function (description) {
          return set.call(this, { type: description.type, sdp: withoutUdp(description.sdp) });
        };
        const get = Object.getOwnPropertyDescriptor(native, 'localDescription').get;
        Object.defineProperty(native, 'localDescription', {
          configurable: true,
          get() {
            const description = get.call(this);
            return description && { type: description.type, sdp: withoutUdp(description.sdp) };
          },
        });
        """;

    private const string SelectedPair =
        """
        async () => {
          const report = await probe.peers.at(-1).peer.getStats();
          const all = [...report.values()];
          const transport = all.find(one => one.type === 'transport');
          const pair = report.get(transport.selectedCandidatePairId);
          return { local: report.get(pair.localCandidateId).protocol, remote: report.get(pair.remoteCandidateId).protocol,
            decoded: all.find(one => one.type === 'inbound-rtp' && one.kind === 'video').framesDecoded };
        }
        """;

    [Fact]
    public async Task Chromium_decodes_a_hundred_frames_over_tcp_alone()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With(Camera, LookoutConfig.Clock));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"), script: NoUdp);
        await page.FirstFrameAsync(Camera);

        Received received = await Poll.ForAsync(
            async () => await page.AskAsync<Received>(SelectedPair) is { Decoded: >= 100 } enough ? enough : null,
            "Chromium has decoded 100 frames");

        TestContext.Current.TestOutputHelper?.WriteLine($"{received}");
        Assert.Equal(("tcp", "tcp"), (received.Local, received.Remote));
        // One for each of our addresses it has tried.
        Assert.InRange((await lookout.Api.MetricsAsync())!["lookout_webrtc_tcp_connections"], 1, 8);
    }

    private sealed record Received(string Local, string Remote, int Decoded);
}
