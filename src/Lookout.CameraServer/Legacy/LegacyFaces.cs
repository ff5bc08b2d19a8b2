using System.Text.Json;
using Lookout.Link;
using Lookout.Vision;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// The faces of a frame: those of the whole picture, and those found on people that the whole picture does not show. A face that was found on a
/// person is that person's, and has the vector that was last measured of it.
/// </summary>
internal static class LegacyFaces
{
    // Two boxes that overlap by this are one face.
    private const double Same = 0.2;

    public static void Write(Utf8JsonWriter json, Link.Analysis? seen, People? people, TrackVectors? vectors, int width, int height)
    {
        json.WriteStartArray("faces"u8);
        for (int i = 0; i < seen?.Faces.Count; i++)
        {
            Face face = seen.Faces[i];
            Person? owner = OwnerOf(face, people);
            Write(json, face, owner?.Id ?? LegacyPerson.TrackOf(face, people), owner != null, people, vectors, width, height);
        }
        for (int i = 0; i < people?.Persons.Count; i++)
        {
            Person person = people.Persons[i];
            if (person.Face != null && !IsSeen(person.Face, seen)) Write(json, person.Face, person.Id, isOwn: true, people, vectors, width, height);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Face face, int track, bool isOwn, People? people, TrackVectors? vectors, int width, int height)
    {
        LegacyFace.Begin(json, LegacyFace.Of(face), width, height);
        LegacyVector.Write(json, "embedding"u8, isOwn && vectors != null ? vectors.Find(LikenessKind.Face, track, people!.CaptureNs) : []);
        json.WriteNumber("person_track_id"u8, track);
        json.WriteString("identity_label"u8, ""u8);
        json.WriteNumber("identity_confidence"u8, 0);
        json.WriteEndObject();
    }

    private static Person? OwnerOf(Face face, People? people)
    {
        Person? owner = null;
        double most = Same;
        for (int i = 0; i < people?.Persons.Count; i++)
        {
            if (people.Persons[i].Face is not { } own) continue;
            double overlap = Overlap(own, face);
            if (overlap < most) continue;
            (owner, most) = (people.Persons[i], overlap);
        }
        return owner;
    }

    private static bool IsSeen(Face own, Link.Analysis? seen)
    {
        for (int i = 0; i < seen?.Faces.Count; i++)
        {
            if (Overlap(own, seen.Faces[i]) >= Same) return true;
        }
        return false;
    }

    private static double Overlap(Face one, Face other) =>
        BoundingBox.Overlap(new BoundingBox(one.X, one.Y, one.Width, one.Height), new BoundingBox(other.X, other.Y, other.Width, other.Height));
}
