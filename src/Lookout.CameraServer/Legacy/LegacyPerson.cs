using System.Text.Json;
using Lookout.Link;

namespace Lookout.CameraServer.Legacy;

/// <summary>One person in the old system's words: pixels of the picture that is sent, instead of 0..1.</summary>
internal static class LegacyPerson
{
    // Ids of tracks begin at 1.
    private const int Nobody = -1;
    private const int Keypoints = 17;

    /// <param name="json">Where to write.</param>
    /// <param name="person">Who.</param>
    /// <param name="body">The vector last measured of the person's body; empty when there is none.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    public static void Write(Utf8JsonWriter json, Person person, ReadOnlySpan<byte> body, int width, int height)
    {
        json.WriteStartObject();
        json.WriteStartArray("bbox"u8);
        json.WriteNumberValue(person.X * width);
        json.WriteNumberValue(person.Y * height);
        json.WriteNumberValue((person.X + person.Width) * width);
        json.WriteNumberValue((person.Y + person.Height) * height);
        json.WriteEndArray();
        json.WriteNumber("confidence"u8, person.Score);
        json.WriteNumber("track_id"u8, person.Id);
        json.WriteString("identity_label"u8, ""u8);
        json.WriteNumber("identity_confidence"u8, 0);
        json.WriteNumber("has_reid_embedding"u8, body.IsEmpty ? 0 : 1);
        if (!body.IsEmpty) LegacyVector.Write(json, "reid_embedding"u8, body);
        json.WriteStartArray("keypoints"u8);
        // Always 17 of them: who was not looked at has a confidence of 0, as in COCO.
        for (int i = 0; i < Keypoints; i++)
        {
            bool isThere = 3 * i + 2 < person.Keypoints.Count;
            json.WriteStartArray();
            json.WriteNumberValue(isThere ? person.Keypoints[3 * i] * width : 0);
            json.WriteNumberValue(isThere ? person.Keypoints[3 * i + 1] * height : 0);
            json.WriteNumberValue(isThere ? person.Keypoints[3 * i + 2] : 0);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Whose face it is: of those whose box holds its middle, the one whose head is nearest; -1: nobody's.</summary>
    public static int TrackOf(Face face, People? people)
    {
        (float x, float y) = (face.X + face.Width / 2, face.Y + face.Height / 2);
        int track = Nobody;
        float nearest = float.PositiveInfinity;
        foreach (Person person in people?.Persons ?? [])
        {
            if (x < person.X || x > person.X + person.Width || y < person.Y || y > person.Y + person.Height) continue;
            float distance = Math.Abs(person.X + person.Width / 2 - x) + Math.Abs(person.Y - face.Y);
            if (distance >= nearest) continue;
            nearest = distance;
            track = person.Id;
        }
        return track;
    }
}
