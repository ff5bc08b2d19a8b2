using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>A browser to whom there is nothing but IPv6: the page's address, and every candidate of either side.</summary>
public sealed class IPv6Tests(SharedBrowser browser) : ProductTest
{
    private const string Camera = "clock";
    private const string Source = "test://clock?width=320&height=240&fps=30";

    private const string OnlyIPv6 =
        """
        let native = RTCPeerConnection.prototype;
        while (!Object.hasOwn(native, 'setRemoteDescription')) native = Object.getPrototypeOf(native);
        const onlyIPv6 = sdp => sdp.split('\r\n').filter(line => !/^a=candidate:/.test(line) || /^a=candidate:\S+ \d+ udp \d+ [0-9a-f]*:/i.test(line)).join('\r\n');
        const set = native.setRemoteDescription;
        native.setRemoteDescription = function (description) {
          return set.call(this, { type: description.type, sdp: onlyIPv6(description.sdp) });
        };
        const get = Object.getOwnPropertyDescriptor(native, 'localDescription').get;
        Object.defineProperty(native, 'localDescription', {
          configurable: true,
          get() {
            const description = get.call(this);
            return description && { type: description.type, sdp: onlyIPv6(description.sdp) };
          },
        });
        """;

    private const string SelectedPair =
        """
        async () => {
          const report = await probe.peers.at(-1).peer.getStats();
          const all = [...report.values()];
          const pair = report.get(all.find(one => one.type === 'transport').selectedCandidatePairId);
          return { address: report.get(pair.remoteCandidateId).address, protocol: report.get(pair.remoteCandidateId).protocol,
            decoded: all.find(one => one.type === 'inbound-rtp' && one.kind === 'video').framesDecoded };
        }
        """;

    [Fact]
    public async Task Chromium_decodes_a_hundred_frames_over_ipv6_alone()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig { HttpAddress = "[::1]" }.With(Camera, Source));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"), script: OnlyIPv6);
        await page.FirstFrameAsync(Camera);

        Received received = await Poll.ForAsync(
            async () => await page.AskAsync<Received>(SelectedPair) is { Decoded: >= 100 } enough ? enough : null,
            "Chromium has decoded 100 frames");

        TestContext.Current.TestOutputHelper?.WriteLine($"{received}");
        Assert.Equal("udp", received.Protocol);
        Assert.Contains(':', received.Address);
    }

    private sealed record Received(string Address, string Protocol, int Decoded);
}
