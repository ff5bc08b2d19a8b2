using System.Globalization;
using System.Text.RegularExpressions;
using Lookout.CameraService.Cameras;
using Lookout.CameraService.Http;
using Lookout.Link;

namespace Lookout.CameraService.Tests.Http;

public partial class MetricsTests
{
    [Fact]
    public async Task Metrics_parse_and_come_from_the_real_objects()
    {
        await using TestService service = await TestService.StartAsync();
        service.Link.Publish(TestService.Online(0, TimeProvider.System.NowNs()) with
        {
            Renditions = [new(0, RenditionStatus.Running, "", VideoCodec.H264, 1280, 720, 1_900_000, 2_000_000), new(1, RenditionStatus.Refused, "no time", VideoCodec.H264, 0, 0, 0, 0)],
        });
        service.Link.Publish(new Analysis(0, 1, 1, [], 0.4, 7.5));
        string text = await service.EventuallyAsync("/metrics", (_, b) =>
            b.Contains("detector_inference_seconds_count{camera=\"front\"} 1\n", StringComparison.Ordinal) && b.Contains("camera_up{camera=\"front\"} 1\n", StringComparison.Ordinal));

        Dictionary<string, double> samples = Parse(text);
        Assert.Equal(1, samples["lookout_build_info{version=\"0.1.0\"}"]);
        Assert.Equal(3, samples["lookout_process_restarts_total{service=\"camera-server\"}"]);
        Assert.Equal(4, samples["lookout_process_restarts_total{service=\"camera-service\"}"]);
        Assert.True(samples["lookout_process_allocated_bytes_total"] > 0);
        Assert.True(samples["lookout_process_gc_collections_total{generation=\"2\"}"] >= 0);
        Assert.Equal(29.97, samples["lookout_camera_fps{camera=\"front\"}"]);
        Assert.Equal(100, samples["lookout_camera_frames_total{camera=\"front\"}"]);
        Assert.Equal(2, samples["lookout_camera_restarts_total{camera=\"front\"}"]);
        Assert.InRange(samples["lookout_camera_last_frame_age_seconds{camera=\"front\"}"], 0, 20);
        Assert.Equal((1, 0), (samples["lookout_camera_rendition_running{camera=\"front\",rendition=\"full\"}"], samples["lookout_camera_rendition_running{camera=\"front\",rendition=\"half\"}"]));
        Assert.Equal(1, samples["lookout_camera_rendition_refused{camera=\"front\",rendition=\"half\"}"]);
        Assert.Equal(1_900_000, samples["lookout_camera_rendition_bits_per_second{camera=\"front\",rendition=\"full\"}"]);
        Assert.Equal(0, samples["lookout_webrtc_sessions{camera=\"yard\"}"]);
        Assert.All(["packets_repaired", "packets_padding", "feedback_cut", "ssrc_collisions"], name => Assert.Equal(0, samples[$"lookout_webrtc_{name}_total"]));
        Assert.Equal(0, samples["lookout_detector_inference_seconds_bucket{camera=\"front\",le=\"0.005\"}"]);
        Assert.Equal(1, samples["lookout_detector_inference_seconds_bucket{camera=\"front\",le=\"0.01\"}"]);
        Assert.Equal(1, samples["lookout_detector_inference_seconds_bucket{camera=\"front\",le=\"+Inf\"}"]);
        Assert.Equal(0.0075, samples["lookout_detector_inference_seconds_sum{camera=\"front\"}"]);
        Assert.DoesNotContain(samples.Keys, key => key.Contains("last_frame_age_seconds{camera=\"yard\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Label_values_are_escaped() =>
        Assert.Equal("lookout_x{a=\"\\\\ \\\" \\n\"} 1\n", new MetricsText().Sample("x", 1, ("a", "\\ \" \n")).ToString());

    // The text format's own grammar: every sample belongs to the metric whose HELP and TYPE came last, and none comes twice.
    private static Dictionary<string, double> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var samples = new Dictionary<string, double>();
        var seen = new HashSet<string>();
        string metric = "";
        string? help = null;
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            string[] words = line.Split(' ');
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                help = words[2];
                Assert.True(words.Length > 3 && seen.Add(help), line);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                metric = words[2];
                Assert.Equal(help, metric);
                Assert.True(words[3] is "counter" or "gauge" or "histogram", line);
                Assert.Equal(words[3] == "counter", metric.EndsWith("_total", StringComparison.Ordinal));
            }
            else
            {
                Match sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                Assert.Matches($"^{metric}(_bucket|_sum|_count)?$", sample.Groups[1].Value);
                samples.Add(sample.Groups[1].Value + sample.Groups[2].Value, double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture));
            }
        }

        return samples;
    }

    [GeneratedRegex("""^([a-z_]+)(\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? ([0-9.eE+-]+)$""")]
    private static partial Regex Sample();
}
