using Lookout.CameraService.Identity;
using Lookout.CameraService.Identity.Api;
using Lookout.CameraService.Identity.Matching;
using Lookout.Link;

namespace Lookout.CameraService.Live;

/// <summary>The people of one frame on the live socket, all coordinates 0..1 of the upright picture.</summary>
/// <param name="Type">Always "people".</param>
/// <param name="Camera">Name.</param>
/// <param name="Seq">The frame's number.</param>
/// <param name="Rtp">The frame's RTP timestamp, as requestVideoFrameCallback reports it.</param>
/// <param name="AgeMs">From capture to the moment this was written.</param>
/// <param name="People">Possibly none.</param>
/// <param name="StageMs">Where the time went.</param>
internal sealed record PeopleJson(string Type, string Camera, ulong Seq, uint Rtp, double AgeMs, IReadOnlyList<PersonJson> People, PeopleStageMsJson StageMs)
{
    public static PeopleJson From(People people, string camera, uint rtp, long nowNs, Identities identities) => new(
        "people",
        camera,
        people.Sequence,
        rtp,
        Math.Round(Math.Max(0, nowNs - people.CaptureNs) / 1e6, 1),
        [.. people.Persons.Select(person => PersonJson.From(person, identities.Who(people.Camera, person.Id), identities.Roster))],
        new PeopleStageMsJson(Math.Round(people.DetectMs, 3), Math.Round(people.PoseMs, 3)));
}

/// <param name="Id">The same person on other frames has the same.</param>
/// <param name="Box">x, y, width, height.</param>
/// <param name="Score">0..1.</param>
/// <param name="Keypoints">x, y, score for each keypoint of COCO in its order; none when nobody looked.</param>
/// <param name="Who">The enrolled person, or null.</param>
/// <param name="Unknown">What somebody is called who is not enrolled, or null.</param>
/// <param name="Face">Found in the head's region on this frame, or null.</param>
internal sealed record PersonJson(int Id, float[] Box, float Score, float[][] Keypoints, WhoJson? Who, string? Unknown, FaceJson? Face)
{
    public static PersonJson From(Person person, TrackName name, Roster roster) => new(
        person.Id,
        [person.X, person.Y, person.Width, person.Height],
        person.Score,
        [.. person.Keypoints.Chunk(3)],
        WhoJson.From(name, roster),
        name.Unknown,
        person.Face is { } face ? FaceJson.From(face) : null);
}

internal sealed record PeopleStageMsJson(double Detect, double Pose);
