using System.Diagnostics;
using Lookout.Vision;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// Looks for the faces of tracked people in the regions of their heads, so that a face is found at three times the distance, and is
/// known to be whose.
/// </summary>
internal sealed class HeadFaces(FaceDetector detector)
{
    private const int MostPeople = 128;
    private const int MostFaces = 8;

    /// <summary>More than there is time for on one frame.</summary>
    public const int MostFound = 8;

    // Of a region's side: a face farther from where the head should be is somebody else's.
    private const float Reach = 0.5f;

    // For one frame; who found no time is first next time.
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(30);

    private readonly HeadRegion[] _heads = new HeadRegion[MostPeople];
    private readonly DetectedFace[] _found = new DetectedFace[MostFaces];
    private readonly DetectedFace[] _faces = new DetectedFace[MostFound];
    private readonly int[] _owners = new int[MostFound];

    /// <summary>What the last look found, 0..1 of the picture.</summary>
    public ReadOnlySpan<DetectedFace> Faces => _faces;

    /// <summary>For each face the id of its track.</summary>
    public ReadOnlySpan<int> Owners => _owners;

    /// <summary>Looks at those whose face is due, the longest waiting first, as far as there is time.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="tracks">Everybody on the frame.</param>
    /// <param name="boxes">Their boxes, 0..1 of the picture.</param>
    /// <param name="memory">Says who is due, and keeps what is found.</param>
    /// <param name="nowNs">When the frame was taken.</param>
    /// <returns>How many faces were found; <see cref="Faces"/> and <see cref="Owners"/> hold them.</returns>
    public int Look(in YuvFrame frame, ReadOnlySpan<Track> tracks, ReadOnlySpan<BoundingBox> boxes, TrackMemory memory, long nowNs)
    {
        int people = Math.Min(tracks.Length, MostPeople);
        for (int i = 0; i < people; i++)
            _heads[i] = HeadRegion.Of(boxes[i], memory[tracks[i]].Keypoints(boxes[i], nowNs), frame.Width, frame.Height);

        long started = Stopwatch.GetTimestamp();
        int count = 0;
        for (int looks = 0; count < MostFound && (looks == 0 || Stopwatch.GetElapsedTime(started) < Budget); looks++)
        {
            int next = memory.LongestDue(tracks[..people], static track => track.FaceDueNs, nowNs);
            if (next < 0) break;
            DetectedFace? face = _heads[next].IsLookable ? Find(frame, next, people) : null;
            memory[tracks[next]].RememberFace(boxes[next], face, nowNs);
            if (face is not { } found) continue;
            (_faces[count], _owners[count]) = (found, tracks[next].Id);
            count++;
        }
        return count;
    }

    // The nearest to where the head should be, if no other head is nearer to it: heads of two who overlap are in both regions.
    private DetectedFace? Find(in YuvFrame frame, int person, int people)
    {
        HeadRegion head = _heads[person];
        int count = detector.Detect(frame.Part(head.X, head.Y, head.Width, head.Height), _found, out _);
        DetectedFace? best = null;
        float nearest = Reach;
        for (int i = 0; i < count; i++)
        {
            DetectedFace face = head.ToPicture(_found[i], frame.Width, frame.Height);
            float distance = head.DistanceTo(face, frame.Width, frame.Height);
            if (distance >= nearest || HeadRegion.NearestOf(_heads.AsSpan(0, people), face, frame.Width, frame.Height) != person) continue;
            (best, nearest) = (face, distance);
        }
        return best;
    }
}
