using System.Diagnostics;
using Lookout.Vision;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Analysis;

/// <summary>Estimates the poses of tracked people as far as there is time for them. Owns its estimator.</summary>
internal sealed class PoseLooks(PoseEstimator estimator) : IDisposable
{
    // For one frame; who found no time is first next time.
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(30);

    public void Look(in YuvFrame frame, ReadOnlySpan<Track> tracks, ReadOnlySpan<BoundingBox> boxes, TrackMemory memory, long nowNs)
    {
        long started = Stopwatch.GetTimestamp();
        for (int done = 0; done < tracks.Length && (done == 0 || Stopwatch.GetElapsedTime(started) < Budget); done++)
        {
            int next = LongestAgo(tracks, memory);
            memory[tracks[next]].RememberPose(boxes[next], estimator.Estimate(frame, boxes[next]), nowNs);
        }
    }

    public void Dispose() => estimator.Dispose();

    /// <summary>Who was looked at longest ago, or never; there is somebody.</summary>
    internal static int LongestAgo(ReadOnlySpan<Track> tracks, TrackMemory memory)
    {
        int oldest = 0;
        for (int i = 1; i < tracks.Length; i++)
        {
            if (memory[tracks[i]].PoseNs < memory[tracks[oldest]].PoseNs) oldest = i;
        }
        return oldest;
    }
}
