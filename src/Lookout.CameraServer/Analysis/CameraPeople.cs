using Lookout.Configuration.Settings;
using Lookout.Vision;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Analysis;

/// <summary>The people of one camera: who they are from frame to frame, what is known of them, and what is to be looked at next.</summary>
/// <param name="wanted">What is looked for. Bodies only help to know a face again, so they are looked at where faces are.</param>
/// <param name="recognise">Whether people are to be recognised.</param>
internal sealed class CameraPeople(DetectSettings wanted, bool recognise)
{
    private readonly ExtraSchedule _schedule = new();

    public ByteTracker Tracker { get; } = new(ObjectDetector.Tracking);

    public TrackMemory Memory { get; } = new();

    /// <summary>What this frame gets, given who is on it.</summary>
    public Extra NextExtra(ReadOnlySpan<Track> tracks, long nowNs)
    {
        (long faces, long bodies) = (-1, -1);
        foreach (Track track in tracks)
        {
            KnownTrack known = Memory[track];
            if (wanted.Faces) faces = Math.Max(faces, nowNs - known.FaceDueNs);
            if (wanted.Faces && recognise) bodies = Math.Max(bodies, nowNs - known.BodyDueNs);
        }
        return _schedule.Next(wanted.Poses && tracks.Length > 0, faces, bodies);
    }
}
