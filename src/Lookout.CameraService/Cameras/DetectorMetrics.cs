using Lookout.Link;

namespace Lookout.CameraService.Cameras;

/// <summary>How long the detector takes, as one Prometheus histogram a camera. Written by the link's reading thread.</summary>
internal sealed class DetectorMetrics(int cameras)
{
    /// <summary>Upper bounds in seconds; the bucket after the last is +Inf.</summary>
    public static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

    private readonly long[] _buckets = new long[cameras * (Bounds.Length + 1)];
    private readonly double[] _sums = new double[cameras];

    public void Observe(Analysis analysis)
    {
        double seconds = analysis.InferenceMs / 1000;
        int bucket = 0;
        while (bucket < Bounds.Length && seconds > Bounds[bucket]) bucket++;
        Interlocked.Increment(ref _buckets[analysis.Camera * (Bounds.Length + 1) + bucket]);
        Volatile.Write(ref _sums[analysis.Camera], _sums[analysis.Camera] + seconds);
    }

    /// <summary>Observations in one bucket alone, not cumulated.</summary>
    public long Count(int camera, int bucket) => Volatile.Read(ref _buckets[camera * (Bounds.Length + 1) + bucket]);

    public double SumSeconds(int camera) => Volatile.Read(ref _sums[camera]);
}
