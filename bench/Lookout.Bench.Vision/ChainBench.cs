using System.Diagnostics;
using Lookout.Vision;

namespace Lookout.Bench.Vision;

/// <summary>Each stage of the chain on the frames of a real clip, one thread.</summary>
internal static class ChainBench
{
    private const int Rounds = 60;

    public static void Run(string models, RawClip clip)
    {
        using FaceDetector faces = FaceDetector.Load(models);
        using ObjectDetector objects = ObjectDetector.Load(models);
        using PoseEstimator poses = PoseEstimator.Load(models);
        var foundFaces = new DetectedFace[32];
        var foundObjects = new DetectedObject[128];
        Dictionary<string, List<double>> times = [];
        for (int round = 0; round < Rounds; round++)
        {
            int frame = round;
            Time("faces", () => faces.Detect(clip[frame], foundFaces, out _));
            Time("objects", () => objects.Detect(clip[frame], foundObjects, out _));
            Time("pose of one person", () => poses.Estimate(clip[frame], new BoundingBox(0.4f, 0.3f, 0.1f, 0.3f)));
        }
        foreach ((string what, List<double> ms) in times) Console.WriteLine($"{what}, {clip.Width}x{clip.Height}: {Spread.Of(ms, "ms")}");

        void Time(string what, Action act)
        {
            long started = Stopwatch.GetTimestamp();
            act();
            if (!times.TryGetValue(what, out List<double>? list)) times[what] = list = [];
            list.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }
}
