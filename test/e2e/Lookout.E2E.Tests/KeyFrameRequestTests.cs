using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>
/// A browser that has lost the picture. No API asks for a key frame, so its decoder is given a spoilt frame between the
/// network and itself (encoded transforms): what comes of that is Chromium's own request.
/// </summary>
public sealed class KeyFrameRequestTests(SharedBrowser browser) : ProductTest
{
    private const string Camera = "clock";
    private const string Source = "test://clock?width=320&height=240&fps=30";

    private const string Spoiler =
        """
        const Probed = RTCPeerConnection;
        window.framesToSpoil = 0;
        window.RTCPeerConnection = class extends Probed {
          constructor(configuration, ...rest) {
            super({ ...configuration, encodedInsertableStreams: true }, ...rest);
            this.addEventListener('track', ({ receiver }) => {
              const { readable, writable } = receiver.createEncodedStreams();
              const spoil = (frame, controller) => {
                if (window.framesToSpoil > 0 && frame.type === 'delta') {
                  window.framesToSpoil--;
                  frame.data = new Uint8Array(frame.data.byteLength).fill(0x5a).buffer;
                }
                controller.enqueue(frame);
              };
              readable.pipeThrough(new TransformStream({ transform: spoil })).pipeTo(writable);
            });
          }
        };
        """;

    private const string Inbound =
        """
        async () => {
          const report = await probe.peers.at(-1).peer.getStats();
          const video = [...report.values()].find(one => one.type === 'inbound-rtp' && one.kind === 'video');
          return { decoded: video.framesDecoded, keys: video.keyFramesDecoded, requests: video.pliCount + video.firCount };
        }
        """;

    [Fact]
    public async Task Chromium_decodes_a_hundred_frames_and_gets_the_key_frame_it_asks_for()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With(Camera, Source));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"), script: Spoiler);
        await page.FirstFrameAsync(Camera);
        Received before = await WhenAsync(page, received => received.Decoded >= 100, "Chromium has decoded 100 frames");

        await page.AskAsync<int>("() => window.framesToSpoil = 3");

        Received after = await WhenAsync(
            page,
            received => received.Requests > before.Requests && received.Keys > before.Keys && received.Decoded >= before.Decoded + 100,
            "Chromium has asked for a key frame, got it, and decoded 100 frames more");
        TestContext.Current.TestOutputHelper?.WriteLine($"{before} {after}");
        Assert.InRange((await lookout.Api.MetricsAsync())!["lookout_webrtc_keyframe_requests_received_total"], 1, 1000);
    }

    private static Task<Received> WhenAsync(ChromiumPage page, Func<Received, bool> condition, string what) => Poll.ForAsync(
        async () => await page.AskAsync<Received>(Inbound) is { } received && condition(received) ? received : null, what);

    private sealed record Received(int Decoded, int Keys, int Requests);
}
