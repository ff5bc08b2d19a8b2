using System.Globalization;

namespace Lookout.E2E.Harness.Product;

/// <summary>A scrape of /metrics in the Prometheus text format.</summary>
public sealed class Metrics
{
    private readonly Dictionary<string, double> _samples;

    private Metrics(Dictionary<string, double> samples) => _samples = samples;

    /// <summary>Reads the samples; comments and blank lines carry none.</summary>
    public static Metrics Parse(string text)
    {
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#') continue;
            int cut = line.LastIndexOf(' ');
            samples[line[..cut]] = double.Parse(line[(cut + 1)..].Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }

        return new Metrics(samples);
    }

    /// <summary>A sample as it is written, for example lookout_camera_frames_total{camera="front"}.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those of that name.</exception>
    public double this[string sample] => _samples.TryGetValue(sample, out double value)
        ? value
        : throw new KeyNotFoundException($"no {sample} among: {string.Join(", ", _samples.Keys)}");

    /// <summary>The same; null while there is none.</summary>
    public double? Find(string sample) => _samples.TryGetValue(sample, out double value) ? value : null;

    /// <summary>Frames a camera has delivered.</summary>
    public double Frames(string camera) => this[$$"""lookout_camera_frames_total{camera="{{camera}}"}"""];

    /// <summary>How often a worker was started again.</summary>
    public double Restarts(string service) => this[$$"""lookout_process_restarts_total{service="{{service}}"}"""];
}
