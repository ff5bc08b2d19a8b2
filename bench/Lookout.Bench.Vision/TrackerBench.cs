using System.Diagnostics;
using Lookout.Vision;
using Lookout.Vision.Tracking;

namespace Lookout.Bench.Vision;

/// <summary>One update of the tracker, with people who walk through each other and are missed now and then.</summary>
internal static class TrackerBench
{
    private const int Frames = 2000;
    private const int WarmUp = 200;

    // Issue 4: 100 objects in 100 us a frame.
    private const int TargetObjects = 100;
    private const double TargetMicroseconds = 100;

    public static void Run(int objects)
    {
        Detection[][] frames = Scene(objects);
        var tracker = new ByteTracker(new TrackerSettings());
        var times = new List<double>(Frames);
        long allocated = 0;
        for (int i = 0; i < Frames; i++)
        {
            if (i == WarmUp) allocated = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            tracker.Update(frames[i]);
            if (i >= WarmUp) times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        string verdict = objects != TargetObjects ? "" : Spread.Median(times) <= TargetMicroseconds ? $"; target {TargetMicroseconds} us: met" : $"; target {TargetMicroseconds} us: MISSED";
        Console.WriteLine($"tracker, {objects} objects: {Spread.Of(times, "us a frame")}; {allocated} B in {times.Count} frames{verdict}");
    }

    private static Detection[][] Scene(int objects)
    {
        var random = new Random(1);
        (float X, float Y, float Dx, float Dy)[] walkers =
            [.. Enumerable.Range(0, objects).Select(_ => (random.NextSingle() * 1280, random.NextSingle() * 600, (random.NextSingle() - 0.5f) * 8, (random.NextSingle() - 0.5f) * 2))];
        var frames = new Detection[Frames][];
        for (int frame = 0; frame < Frames; frame++)
        {
            var seen = new List<Detection>(objects);
            for (int i = 0; i < objects; i++)
            {
                ref (float X, float Y, float Dx, float Dy) walker = ref walkers[i];
                if (walker.X + walker.Dx is < 0 or > 1280) walker.Dx = -walker.Dx;
                if (walker.Y + walker.Dy is < 0 or > 600) walker.Dy = -walker.Dy;
                walker.X += walker.Dx;
                walker.Y += walker.Dy;
                // One in twenty is missed; as many are doubtful. The number stays, so that lists need no more room.
                float score = random.Next(20) switch { 0 => 0.05f, 1 => 0.3f, _ => 0.8f };
                seen.Add(new Detection(new BoundingBox(walker.X + random.NextSingle() * 3, walker.Y + random.NextSingle() * 3, 40, 100), score));
            }
            frames[frame] = [.. seen];
        }
        return frames;
    }
}
