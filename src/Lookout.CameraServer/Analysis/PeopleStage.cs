using System.Diagnostics;
using Lookout.CameraServer.Cameras;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Vision;
using Lookout.Vision.Providers;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Analysis;

/// <summary>Persons with ids that stay, and on each frame one extra look at some of them: poses, faces or bodies.</summary>
internal sealed class PeopleStage : IDisposable
{
    private const int MaxObjects = 128;
    private const string PersonClass = "person";

    private readonly ObjectDetector _detector;
    private readonly PoseLooks? _poses;
    private readonly HeadFaces? _heads;
    private readonly int _person;
    private readonly CameraPeople[] _cameras;
    private readonly DetectedObject[] _objects = new DetectedObject[MaxObjects];
    private readonly Detection[] _persons = new Detection[MaxObjects];
    private readonly BoundingBox[] _boxes = new BoundingBox[MaxObjects];

    private PeopleStage(ObjectDetector detector, PoseLooks? poses, HeadFaces? heads, DetectSettings[] cameras)
    {
        _detector = detector;
        _poses = poses;
        _heads = heads;
        _person = detector.Classes.ToList().IndexOf(PersonClass);
        _cameras = [.. cameras.Select(camera => new CameraPeople(camera))];
    }

    /// <param name="cameras">What each wants.</param>
    /// <param name="modelsDirectory">Where the models are.</param>
    /// <param name="faces">Looks for faces, and stays the caller's; null when nobody wants faces.</param>
    /// <param name="inference">What runs the models; null: the CPU.</param>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public static PeopleStage Load(DetectSettings[] cameras, string modelsDirectory, FaceDetector? faces, Inference? inference)
    {
        ObjectDetector detector = ObjectDetector.Load(modelsDirectory, inference: inference);
        try
        {
            bool poses = Array.Exists(cameras, camera => camera is { People: true, Poses: true });
            return new PeopleStage(
                detector, poses ? new PoseLooks(PoseEstimator.Load(modelsDirectory, inference: inference)) : null, faces == null ? null : new HeadFaces(faces), cameras);
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    /// <summary>When a camera's people were last seen, on the clock of its frames; far in the past when there was nobody.</summary>
    public long LastSeenNs(int camera) => _cameras[camera].Memory.LastSeenNs;

    public void Find(int camera, Picture picture, ICameraOutput output)
    {
        long started = Stopwatch.GetTimestamp();
        YuvFrame frame = picture.AsYuv();
        CameraPeople people = _cameras[camera];
        int count = Detect(frame);
        ReadOnlySpan<Track> tracks = people.Tracker.Update(_persons.AsSpan(0, count));
        Note(tracks, frame, people.Memory, picture.CaptureNs);
        double detectMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        started = Stopwatch.GetTimestamp();
        Extra extra = people.NextExtra(tracks, picture.CaptureNs);
        ReadOnlySpan<BoundingBox> boxes = _boxes.AsSpan(0, tracks.Length);
        switch (extra)
        {
            case Extra.Poses:
                _poses!.Look(frame, tracks, boxes, people.Memory, picture.CaptureNs);
                break;
            case Extra.Faces:
                _heads!.Look(frame, tracks, boxes, people.Memory, picture.CaptureNs);
                break;
        }
        double poseMs = extra == Extra.Poses ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : 0;
        output.People(new People(camera, picture.Sequence, picture.CaptureNs, Describe(tracks, people.Memory, picture.CaptureNs), detectMs, poseMs));
        people.Memory.Forget(picture.CaptureNs);
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

    // Boxes 0..1, of the detection: the filter's box lags behind who turns round.
    private void Note(ReadOnlySpan<Track> tracks, in YuvFrame frame, TrackMemory memory, long nowNs)
    {
        for (int i = 0; i < tracks.Length; i++)
        {
            BoundingBox box = _persons[tracks[i].Detection].Box;
            _boxes[i] = new BoundingBox(box.X / frame.Width, box.Y / frame.Height, box.Width / frame.Width, box.Height / frame.Height);
            memory.See(tracks[i].Id, nowNs).Measure(_boxes[i], nowNs);
        }
    }

    private Person[] Describe(ReadOnlySpan<Track> tracks, TrackMemory memory, long nowNs)
    {
        var persons = new Person[tracks.Length];
        for (int i = 0; i < tracks.Length; i++)
        {
            (BoundingBox box, KnownTrack known) = (_boxes[i], memory[tracks[i]]);
            Face? face = known.Face(box, nowNs) is { } found ? FaceStage.Describe(found) : null;
            persons[i] = new Person(tracks[i].Id, box.X, box.Y, box.Width, box.Height, _persons[tracks[i].Detection].Score, known.Keypoints(box, nowNs), face);
        }
        return persons;
    }
}
