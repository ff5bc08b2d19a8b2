using Lookout.Configuration.Settings;
using Lookout.Vision;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Analysis;

/// <summary>The people of one camera: who they are from frame to frame, what is known of them, and who is to be looked at next.</summary>
internal sealed class CameraPeople(DetectSettings wanted)
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
        }
        return _schedule.Next(wanted.Poses && tracks.Length > 0, faces, bodies);
    }
}
