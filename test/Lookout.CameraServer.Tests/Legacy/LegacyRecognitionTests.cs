using System.Globalization;
using System.Text.Json;
using Lookout.CameraServer.Tests.Stills;
using Lookout.Link;

namespace Lookout.CameraServer.Tests.Legacy;

/// <summary>Embeddings on the compatibility socket.</summary>
public sealed class LegacyRecognitionTests
{
    private static readonly Measure Faces = new("net@0123456789ab", Measure.Euclidean, 0.6f);
    private static readonly Measure Bodies = new("stripes", Measure.Cosine, 0.9f);

    /// <summary>Defect 4 of the system before: a body's vector was in one reply of ten, and lost in the others.</summary>
    [Fact]
    public void Body_that_was_measured_once_is_in_every_reply_while_its_person_is_seen()
    {
        using var camera = new ServedCamera();
        using LegacyClient client = Film(camera);
        long now = Now;
        Measured(camera, LikenessKind.Body, 7, now, 0.25f, -0.5f);
        for (int i = 0; i < 30; i++)
        {
            See(camera, now + i, Person(7, null), Person(8, null));
            JsonElement frame = Frame(client);
            JsonElement[] persons = [.. frame.GetProperty("persons").EnumerateArray()];
            Assert.Equal([1, 0], persons.Select(person => person.GetProperty("has_reid_embedding").GetInt32()));
            Assert.Equal([0.25, -0.5], Numbers(persons[0].GetProperty("reid_embedding")));
            Assert.False(persons[1].TryGetProperty("reid_embedding", out _));
            Assert.Equal("stripes", frame.GetProperty("reid_model").GetString());
        }
    }

    [Fact]
    public void Vector_of_who_is_not_measured_any_more_ends()
    {
        using var camera = new ServedCamera();
        using LegacyClient client = Film(camera);
        long now = Now;
        Measured(camera, LikenessKind.Body, 7, now - 6_000_000_000, 0.25f);
        See(camera, now, Person(7, null));
        Assert.Equal(0, Frame(client).GetProperty("persons")[0].GetProperty("has_reid_embedding").GetInt32());
    }

    [Fact]
    public void Face_that_was_found_on_a_person_has_that_persons_vector_and_another_in_the_same_box_has_none()
    {
        using var camera = new ServedCamera();
        using LegacyClient client = Film(camera);
        long now = Now;
        Measured(camera, LikenessKind.Face, 7, now, 1, 2, 3);
        See(camera, now, Person(7, Face(0.3f)));
        camera.Output.Analysis(new Link.Analysis(0, 41, now, [Face(0.31f), Face(0.6f)], 2, 9));
        JsonElement[] faces = [.. Frame(client).GetProperty("faces").EnumerateArray()];
        Assert.Equal(2, faces.Length);
        Assert.Equal([1, 2, 3], Numbers(faces[0].GetProperty("embedding")));
        Assert.Equal((7, 0), (faces[0].GetProperty("person_track_id").GetInt32(), faces[1].GetProperty("embedding").GetArrayLength()));
    }

    [Fact]
    public void Face_that_only_its_person_shows_is_there_too()
    {
        using var camera = new ServedCamera();
        using LegacyClient client = Film(camera);
        long now = Now;
        Measured(camera, LikenessKind.Face, 7, now, 1, 2, 3);
        See(camera, now, Person(7, Face(0.3f)));
        JsonElement frame = Frame(client);
        JsonElement face = Assert.Single(frame.GetProperty("faces").EnumerateArray());
        Assert.Equal(7, face.GetProperty("person_track_id").GetInt32());
        Assert.Equal([1, 2, 3], Numbers(face.GetProperty("embedding")));
        Assert.Equal(0.3 * ServedCamera.Width, face.GetProperty("bbox")[0].GetDouble(), 3);
        Assert.Equal("net@0123456789ab", frame.GetProperty("face_model").GetString());
    }

    [Fact]
    public void Picture_that_is_sent_comes_back_with_embeddings_and_so_does_an_aligned_face()
    {
        using var camera = new ServedCamera(models: Cache.Models, recognise: true);
        using LegacyClient client = camera.Connect();
        string portrait = Cache.Portrait("astronaut.png");
        client.Send([.. LegacyClient.Frame("""{"cmd": "process_image", "width": 512, "height": 512, "channels": 3}"""), .. StillFiles.Bgr(portrait, "null")]);
        JsonElement reply = client.ReadJson();
        Assert.True(reply.GetProperty("success").GetBoolean());
        Assert.StartsWith("dlib-face-resnet@", reply.GetProperty("face_model").GetString(), StringComparison.Ordinal);
        JsonElement face = reply.GetProperty("faces")[0];
        double[] whole = Numbers(face.GetProperty("embedding"));
        Assert.Equal(128, whole.Length);

        // Her eyes where ArcFace's template wants them: 35.24 pixels apart, the right one at 38.29, 51.70.
        double[] right = Numbers(face.GetProperty("landmarks")[0]), left = Numbers(face.GetProperty("landmarks")[1]);
        double scale = 35.24 / Math.Sqrt(Math.Pow(left[0] - right[0], 2) + Math.Pow(left[1] - right[1], 2));
        string crop = string.Create(CultureInfo.InvariantCulture, $"crop={112 / scale:0}:{112 / scale:0}:{right[0] - 38.29 / scale:0}:{right[1] - 51.7 / scale:0},scale=112:112");
        client.Send([.. LegacyClient.Frame("""{"cmd": "process_aligned_face"}"""), .. StillFiles.Bgr(portrait, crop)]);
        reply = client.ReadJson();
        Assert.True(reply.GetProperty("success").GetBoolean(), reply.ToString());
        double[] aligned = Numbers(reply.GetProperty("embedding"));
        Assert.InRange(Math.Sqrt(whole.Zip(aligned, (a, b) => (a - b) * (a - b)).Sum()), 0, 0.45);
        client.AssertInStep();
    }

    [Fact]
    public void Aligned_face_without_a_model_is_read_to_its_last_byte_and_answered()
    {
        using var camera = new ServedCamera(recognise: true);
        using LegacyClient client = camera.Connect();
        client.Send([.. LegacyClient.Frame("""{"cmd": "process_aligned_face"}"""), .. new byte[37_632]]);
        Assert.Contains("no-models", LegacyClient.ErrorOf(client.ReadJson()), StringComparison.Ordinal);
        client.AssertInStep();
    }

    private static long Now => System.Diagnostics.Stopwatch.GetTimestamp();

    private static LegacyClient Film(ServedCamera camera)
    {
        camera.Film();
        LegacyClient client = camera.Connect();
        Frame(client);
        return client;
    }

    private static JsonElement Frame(LegacyClient client)
    {
        JsonElement frame = client.Ask("""{"cmd": "get_frame"}""");
        client.ReadBlock();
        return frame;
    }

    private static void Measured(ServedCamera camera, LikenessKind kind, int track, long at, params float[] embedding)
    {
        byte[] bytes = [.. embedding.SelectMany(BitConverter.GetBytes)];
        camera.Output.Likenesses(new Likenesses(0, 39, at, kind, kind == LikenessKind.Face ? Faces : Bodies, [new Likeness(track, 1, 60, 1, bytes, null)]));
    }

    private static void See(ServedCamera camera, long at, params Person[] persons) => camera.Output.People(new People(0, 40, at, persons, 45, 8));

    private static Person Person(int id, Face? face) => new(id, 0.2f, 0, 0.6f, 1, 0.6f, [], face);

    private static Face Face(float x) => new(x, 0.1f, 0.1f, 0.1f, 0.9f, new float[12]);

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];
}
