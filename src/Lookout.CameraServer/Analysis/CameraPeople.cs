using Lookout.Configuration.Settings;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Analysis;

/// <summary>The people of one camera: who they are from frame to frame, what is known of them, and what is to be looked at next.</summary>
/// <param name="wanted">What is looked for. Bodies only help to know a face again, so they are looked at where faces are.</param>
/// <param name="tracking">What the detector's scores mean.</param>
/// <param name="estimatesPoses">Whether a model of its own gives poses; else the detector does, or nobody.</param>
/// <param name="recognises">Whether people are to be recognised.</param>
internal sealed class CameraPeople(DetectSettings wanted, TrackerSettings tracking, bool estimatesPoses, bool recognises)
{
    private readonly ExtraSchedule _schedule = new();

    public ByteTracker Tracker { get; } = new(tracking);

    public TrackMemory Memory { get; } = new();

    public bool WantsPoses => wanted.Poses;

    /// <summary>What this frame gets, given who is on it.</summary>
    public Extra NextExtra(ReadOnlySpan<Track> tracks, long nowNs)
    {
        (long faces, long bodies) = (-1, -1);
        foreach (Track track in tracks)
        {
            KnownTrack known = Memory[track];
            if (wanted.Faces) faces = Math.Max(faces, nowNs - known.FaceDueNs);
            if (wanted.Faces && recognises) bodies = Math.Max(bodies, nowNs - known.BodyDueNs);
        }
        return _schedule.Next(wanted.Poses && estimatesPoses && tracks.Length > 0, faces, bodies);
    }
}
