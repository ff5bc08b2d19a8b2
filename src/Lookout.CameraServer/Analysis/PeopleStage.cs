using System.Diagnostics;
using Lookout.CameraServer.Cameras;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Vision;
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
    private readonly FaceSampler? _faceSampler;
    private readonly BodySampler? _bodySampler;
    private readonly int _person;
    private readonly CameraPeople[] _cameras;
    private readonly DetectedObject[] _objects = new DetectedObject[MaxObjects];
    private readonly Detection[] _persons = new Detection[MaxObjects];
    private readonly int[] _personObjects = new int[MaxObjects];
    private readonly BoundingBox[] _boxes = new BoundingBox[MaxObjects];

    private PeopleStage(ObjectDetector detector, PoseLooks? poses, HeadFaces? heads, FaceSampler? faces, BodySampler? bodies, DetectSettings[] cameras)
    {
        _detector = detector;
        _poses = poses;
        _heads = heads;
        _faceSampler = faces;
        _bodySampler = bodies;
        _person = detector.Classes.ToList().IndexOf(PersonClass);
        _cameras = [.. cameras.Select(camera => new CameraPeople(camera, detector.Tracker, estimatesPoses: poses != null, recognises: bodies != null))];
    }

    /// <param name="cameras">What each wants.</param>
    /// <param name="models">Loads the models.</param>
    /// <param name="faces">Looks for faces, and stays the caller's; null when nobody wants faces.</param>
    /// <param name="recognise">Whether embeddings are wanted.</param>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public static PeopleStage Load(DetectSettings[] cameras, ModelSet models, FaceDetector? faces, bool recognise)
    {
        ObjectDetector? detector = null;
        PoseLooks? poses = null;
        FaceSampler? faceSampler = null;
        try
        {
            detector = models.People();
            bool wantsPoses = Array.Exists(cameras, camera => camera is { People: true, Poses: true });
            if (wantsPoses && !detector.GivesPoses) poses = new PoseLooks(models.Poses());
            recognise &= Array.Exists(cameras, camera => camera is { People: true, Faces: true });
            if (recognise) faceSampler = new FaceSampler(models.FaceEmbedding());
            BodySampler? bodySampler = recognise ? new BodySampler(models.BodyEmbedding()) : null;
            return new PeopleStage(detector, poses, faces == null ? null : new HeadFaces(faces), faceSampler, bodySampler, cameras);
        }
        catch
        {
            detector?.Dispose();
            poses?.Dispose();
            faceSampler?.Dispose();
            throw;
        }
    }

    /// <returns>Whether somebody is there, or may be: a new person needs a second frame to be one.</returns>
    public bool Find(int camera, Picture picture, ICameraOutput output)
    {
        long started = Stopwatch.GetTimestamp();
        YuvFrame frame = picture.AsYuv();
        CameraPeople people = _cameras[camera];
        int count = Detect(frame);
        ReadOnlySpan<Track> tracks = people.Tracker.Update(_persons.AsSpan(0, count));
        Note(tracks, frame, people, picture.CaptureNs);
        double detectMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        long now = picture.CaptureNs;
        List<Likeness>? likenesses = null;
        started = Stopwatch.GetTimestamp();
        Extra extra = people.NextExtra(tracks, now);
        ReadOnlySpan<BoundingBox> boxes = _boxes.AsSpan(0, tracks.Length);
        switch (extra)
        {
            case Extra.Poses:
                _poses!.Look(frame, tracks, boxes, people.Memory, now);
                break;
            case Extra.Faces:
                int found = _heads!.Look(frame, tracks, boxes, people.Memory, now);
                if (found > 0) likenesses = _faceSampler?.Take(frame, _heads.Faces[..found], _heads.Owners[..found]);
                break;
            case Extra.Bodies:
                likenesses = _bodySampler!.Take(frame, tracks, boxes, people.Memory, now);
                break;
        }
        double poseMs = extra == Extra.Poses ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : 0;
        // First the people, so that whoever gets their likenesses knows them.
        output.People(new People(camera, picture.Sequence, now, Describe(tracks, people.Memory, now), detectMs, poseMs));
        if (likenesses is { Count: > 0 })
        {
            (LikenessKind kind, Measure measure) = extra == Extra.Faces ? (LikenessKind.Face, _faceSampler!.Measure) : (LikenessKind.Body, _bodySampler!.Measure);
            output.Likenesses(new Likenesses(camera, picture.Sequence, now, kind, measure, likenesses));
        }
        people.Memory.Forget(now);
        return tracks.Length > 0 || MayBeSomebody(count);
    }

    public void Dispose()
    {
        _detector.Dispose();
        _poses?.Dispose();
        _faceSampler?.Dispose();
        _bodySampler?.Dispose();
    }

    private bool MayBeSomebody(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (_persons[i].Score >= _detector.Tracker.HighScore) return true;
        }
        return false;
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
            _personObjects[count] = i;
            _persons[count++] = new Detection(new BoundingBox(box.X * frame.Width, box.Y * frame.Height, box.Width * frame.Width, box.Height * frame.Height), score);
        }
        return count;
    }

    // Boxes 0..1, of the detection: the filter's box lags behind who turns round.
    private void Note(ReadOnlySpan<Track> tracks, in YuvFrame frame, CameraPeople people, long nowNs)
    {
        for (int i = 0; i < tracks.Length; i++)
        {
            BoundingBox box = _persons[tracks[i].Detection].Box;
            _boxes[i] = new BoundingBox(box.X / frame.Width, box.Y / frame.Height, box.Width / frame.Width, box.Height / frame.Height);
            KnownTrack known = people.Memory.See(tracks[i].Id, nowNs);
            known.Measure(_boxes[i], nowNs);
            if (people.WantsPoses && _detector.GivesPoses) known.RememberPose(_boxes[i], _detector.Poses[_personObjects[tracks[i].Detection]], nowNs);
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
