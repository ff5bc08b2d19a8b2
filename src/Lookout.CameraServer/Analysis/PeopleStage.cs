using System.Diagnostics;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Vision;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Analysis;

/// <summary>Persons with ids that stay, and their keypoints as far as there is time for them.</summary>
internal sealed class PeopleStage : IDisposable
{
    private const int MaxObjects = 128;
    private const string PersonClass = "person";

    // For one frame; who found no time is first next time.
    private static readonly TimeSpan PoseBudget = TimeSpan.FromMilliseconds(30);

    private readonly ObjectDetector _detector;
    private readonly PoseEstimator? _poses;
    private readonly int _person;
    private readonly ByteTracker[] _trackers;
    private readonly PoseMemory[] _memories;
    private readonly bool[] _wantsPoses;
    private readonly DetectedObject[] _objects = new DetectedObject[MaxObjects];
    private readonly Detection[] _persons = new Detection[MaxObjects];

    private PeopleStage(ObjectDetector detector, PoseEstimator? poses, DetectSettings[] cameras)
    {
        _detector = detector;
        _poses = poses;
        _person = detector.Classes.ToList().IndexOf(PersonClass);
        _trackers = [.. cameras.Select(_ => new ByteTracker(ObjectDetector.Tracking))];
        _memories = [.. cameras.Select(_ => new PoseMemory())];
        _wantsPoses = [.. cameras.Select(camera => camera.Poses)];
    }

    /// <exception cref="ModelException">A model cannot be used.</exception>
    public static PeopleStage Load(DetectSettings[] cameras, string modelsDirectory)
    {
        ObjectDetector detector = ObjectDetector.Load(modelsDirectory);
        try
        {
            bool poses = Array.Exists(cameras, camera => camera is { People: true, Poses: true });
            return new PeopleStage(detector, poses ? PoseEstimator.Load(modelsDirectory) : null, cameras);
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    public People Find(int camera, Picture picture)
    {
        long started = Stopwatch.GetTimestamp();
        YuvFrame frame = picture.AsYuv();
        int count = Detect(frame);
        ReadOnlySpan<Track> tracks = _trackers[camera].Update(_persons.AsSpan(0, count));
        double detectMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        PoseMemory memory = _memories[camera];
        started = Stopwatch.GetTimestamp();
        if (_wantsPoses[camera]) EstimatePoses(frame, tracks, memory, picture.CaptureNs);
        double poseMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        var persons = new Person[tracks.Length];
        for (int i = 0; i < tracks.Length; i++)
        {
            (BoundingBox box, float score) = (BoxOf(tracks[i], frame), _persons[tracks[i].Detection].Score);
            persons[i] = new Person(tracks[i].Id, box.X, box.Y, box.Width, box.Height, score, memory.Recall(tracks[i].Id, box, picture.CaptureNs), null);
        }
        memory.Forget(picture.CaptureNs);
        return new People(camera, picture.Sequence, picture.CaptureNs, persons, detectMs, poseMs);
    }

    public void Dispose()
    {
        _detector.Dispose();
        _poses?.Dispose();
    }

    // Into _persons, in pixels: the tracker wants units that are equally long both ways.
    private int Detect(in YuvFrame frame)
    {
        int found = _detector.Detect(frame, _objects, out _);
        int count = 0;
        for (int i = 0; i < found; i++)
        {
            (BoundingBox box, float score, int kind) = _objects[i];
            if (kind != _person) continue;
            _persons[count++] = new Detection(new BoundingBox(box.X * frame.Width, box.Y * frame.Height, box.Width * frame.Width, box.Height * frame.Height), score);
        }
        return count;
    }

    private void EstimatePoses(in YuvFrame frame, ReadOnlySpan<Track> tracks, PoseMemory memory, long captureNs)
    {
        long started = Stopwatch.GetTimestamp();
        for (int done = 0; done < tracks.Length && (done == 0 || Stopwatch.GetElapsedTime(started) < PoseBudget); done++)
        {
            Track next = memory.LongestAgo(tracks);
            BoundingBox box = BoxOf(next, frame);
            memory.Remember(next.Id, box, _poses!.Estimate(frame, box), captureNs);
        }
    }

    // The detection, 0..1: the filter's box lags behind who turns round.
    private BoundingBox BoxOf(in Track track, in YuvFrame frame)
    {
        BoundingBox box = _persons[track.Detection].Box;
        return new BoundingBox(box.X / frame.Width, box.Y / frame.Height, box.Width / frame.Width, box.Height / frame.Height);
    }
}
