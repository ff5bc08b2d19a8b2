using System.Text.Json;
using Lookout.CameraServer.Legacy;
using Lookout.Link;

namespace Lookout.CameraServer.Tests.Legacy;

/// <summary>The protocol over a real socket.</summary>
public sealed class LegacyServerTests
{
    [Fact]
    public void Ping_answers_in_the_old_servers_words_and_says_who_really_answers()
    {
        using var camera = new ServedCamera();
        using LegacyClient client = camera.Connect();
        JsonElement pong = client.Ask("""{"cmd": "ping"}""");
        Assert.Equal("ok", pong.GetProperty("status").GetString());
        Assert.Equal("1.0.0-native-cpp", pong.GetProperty("version").GetString());
        Assert.StartsWith("lookout ", pong.GetProperty("server").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_are_the_cameras_own()
    {
        using var camera = new ServedCamera();
        using LegacyClient client = camera.Connect();
        Assert.Equal(0, client.Ask("""{"cmd": "stats"}""").GetProperty("total_frames").GetInt64());
        camera.Say(CameraStatus.Online);
        camera.Output.Analysis(new Link.Analysis(0, 1, 1, [], 1, 8.5));
        JsonElement stats = client.Ask("""{"cmd": "stats"}""");
        Assert.Equal(1234, stats.GetProperty("total_frames").GetInt64());
        Assert.Equal(29.97, stats.GetProperty("avg_fps").GetDouble());
        Assert.Equal(8.5, stats.GetProperty("avg_inference_ms").GetDouble());
    }

    [Fact]
    public void A_frame_is_its_description_and_then_its_pixels()
    {
        using var camera = new ServedCamera();
        camera.Film();
        using LegacyClient client = camera.Connect();
        ulong last = 0;
        for (int i = 0; i < 5; i++)
        {
            JsonElement frame = client.Ask("""{"cmd": "get_frame"}""");
            Assert.Equal((ServedCamera.Width, ServedCamera.Height, 3),
                (frame.GetProperty("width").GetInt32(), frame.GetProperty("height").GetInt32(), frame.GetProperty("channels").GetInt32()));
            Assert.Equal("door", frame.GetProperty("camera").GetString());
            ulong sequence = frame.GetProperty("seq").GetUInt64();
            Assert.True(sequence >= last);
            last = sequence;
            byte[] pixels = client.ReadBlock();
            Assert.Equal(ServedCamera.Width * ServedCamera.Height * 3, pixels.Length);
            Assert.All(pixels, value => Assert.Equal(128, value));
        }
        client.AssertInStep();
    }

    /// <summary>Defect 11 of the system before: coordinates of the picture lying down on pixels standing upright.</summary>
    [Fact]
    public void Faces_are_in_pixels_of_the_picture_that_follows()
    {
        using var camera = new ServedCamera();
        camera.Film();
        float[] points = [0.4f, 0.3f, 0.6f, 0.3f, 0.5f, 0.4f, 0.5f, 0.5f, 0.3f, 0.3f, 0.7f, 0.3f];
        using LegacyClient client = camera.Connect();
        client.Ask("""{"cmd": "get_frame"}""");
        client.ReadBlock();
        camera.Output.Analysis(new Link.Analysis(
            0, 41, System.Diagnostics.Stopwatch.GetTimestamp(), [new Face(0.2f, 0.1f, 0.5f, 0.5f, 0.9f, points)], 2, 9));
        JsonElement frame = client.Ask("""{"cmd": "get_frame"}""");
        JsonElement face = Assert.Single(frame.GetProperty("faces").EnumerateArray());
        Assert.Equal([10, 3.8, 35, 22.8], Numbers(face.GetProperty("bbox")));
        Assert.Equal(
            [[20, 11.4], [30, 11.4], [25, 15.2], [25, 19], [25, 19]],
            face.GetProperty("landmarks").EnumerateArray().Select(Numbers));
        Assert.Equal(0.9, face.GetProperty("confidence").GetDouble(), 5);
        Assert.Equal(0.7 * 0.9 + 0.3 * 25 * 19 / 12544, face.GetProperty("quality").GetDouble(), 5);
        Assert.Equal((-1, "", 0, 0), (face.GetProperty("person_track_id").GetInt32(), face.GetProperty("identity_label").GetString(),
            face.GetProperty("identity_confidence").GetDouble(), face.GetProperty("embedding").GetArrayLength()));
        Assert.Equal(41, frame.GetProperty("faces_seq").GetInt32());
        Assert.Equal(0, frame.GetProperty("persons").GetArrayLength());
        JsonElement timing = frame.GetProperty("timing");
        Assert.Equal([2, 0, 9, 11], ((string[])["preprocess_ms", "yolo_ms", "face_ms", "total_ms"]).Select(name => timing.GetProperty(name).GetDouble()));
    }

    [Fact]
    public void Persons_come_in_pixels_of_the_picture_that_is_sent_with_their_faces()
    {
        using var camera = new ServedCamera();
        camera.Film();
        using LegacyClient client = camera.Connect();
        client.Ask("""{"cmd": "get_frame"}""");
        client.ReadBlock();
        long now = System.Diagnostics.Stopwatch.GetTimestamp();
        float[] keypoints = [.. Enumerable.Repeat((float[])[0.5f, 0.25f, 0.75f], 17).SelectMany(point => point)];
        camera.Output.People(new People(0, 40, now, [new Person(7, 0.2f, 0, 0.5f, 1, 0.625f, keypoints, null), new Person(8, 0.6f, 0.5f, 0.4f, 0.5f, 0.5f, [], null)], 45, 8));
        camera.Output.Analysis(new Link.Analysis(0, 41, now, [new Face(0.3f, 0, 0.2f, 0.25f, 0.9f, new float[12]), new Face(0, 0, 0.1f, 0.1f, 0.8f, new float[12])], 2, 9));

        JsonElement frame = client.Ask("""{"cmd": "get_frame"}""");

        (int width, int height) = (frame.GetProperty("width").GetInt32(), frame.GetProperty("height").GetInt32());
        JsonElement[] persons = [.. frame.GetProperty("persons").EnumerateArray()];
        Assert.Equal([7, 8], persons.Select(person => person.GetProperty("track_id").GetInt32()));
        Assert.Equal([0.2 * width, 0, 0.7 * width, height], Numbers(persons[0].GetProperty("bbox")).Select(value => Math.Round(value, 3)));
        Assert.Equal((0.625, "", 0, 0), (persons[0].GetProperty("confidence").GetDouble(), persons[0].GetProperty("identity_label").GetString(),
            persons[0].GetProperty("identity_confidence").GetInt32(), persons[0].GetProperty("has_reid_embedding").GetInt32()));
        Assert.All(persons, person => Assert.Equal(17, person.GetProperty("keypoints").GetArrayLength()));
        Assert.Equal([0.5 * width, 0.25 * height, 0.75], Numbers(persons[0].GetProperty("keypoints")[16]));
        Assert.Equal([0, 0, 0], Numbers(persons[1].GetProperty("keypoints")[0]));
        Assert.Equal([7, -1], frame.GetProperty("faces").EnumerateArray().Select(face => face.GetProperty("person_track_id").GetInt32()));
        Assert.Equal((40, 41), (frame.GetProperty("persons_seq").GetInt32(), frame.GetProperty("faces_seq").GetInt32()));
        Assert.Equal(45 + 2 + 9, frame.GetProperty("timing").GetProperty("total_ms").GetDouble());
    }

    [Fact]
    public void Faces_seen_long_before_the_frame_are_not_its_faces()
    {
        using var camera = new ServedCamera();
        camera.Film();
        camera.Output.Analysis(new Link.Analysis(
            0, 41, System.Diagnostics.Stopwatch.GetTimestamp() - 3_000_000_000, [new Face(0, 0, 1, 1, 1, new float[12])], 2, 9));
        using LegacyClient client = camera.Connect();
        JsonElement frame = client.Ask("""{"cmd": "get_frame"}""");
        Assert.Equal(0, frame.GetProperty("faces").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, frame.GetProperty("faces_seq").ValueKind);
    }

    [Fact]
    public void A_camera_that_is_not_online_has_no_frame_and_neither_has_one_that_sends_none()
    {
        using var camera = new ServedCamera(LegacyTiming.Default with { Frame = TimeSpan.FromMilliseconds(50) });
        using LegacyClient client = camera.Connect();
        Assert.Equal("No frame available", client.AskError("""{"cmd": "get_frame"}"""));
        camera.Say(CameraStatus.Online);
        Assert.Equal("No frame available", client.AskError("""{"cmd": "get_frame"}"""));
        camera.Film();
        Assert.Null(client.AskError("""{"cmd": "get_frame"}"""));
        client.ReadBlock();
        camera.Say(CameraStatus.NoSignal);
        Assert.Equal("No frame available", client.AskError("""{"cmd": "get_frame"}"""));
        client.AssertInStep();
    }

    [Theory]
    [InlineData("""{"cmd": "reboot"}""", "Unknown command")]
    [InlineData("{}", "Unknown command")]
    [InlineData("", "Malformed request")]
    [InlineData("ping", "Malformed request")]
    [InlineData("""{"cmd": "ping" """, "Malformed request")]
    public void What_is_not_understood_is_answered_and_the_stream_stays_in_step(string json, string error)
    {
        using var camera = new ServedCamera();
        using LegacyClient client = camera.Connect();
        Assert.Equal(error, client.AskError(json));
        client.AssertInStep();
    }

    [Theory]
    [InlineData("10", "10", "4", 400)]
    [InlineData("2000", "3", "3", 18_000)]
    [InlineData("0", "10", "3", 0)]
    [InlineData("1921", "1920", "1", 3_688_320)]
    public void A_wrong_picture_is_drained_to_its_last_byte(string width, string height, string channels, int length)
    {
        using var camera = new ServedCamera();
        using LegacyClient client = camera.Connect();
        client.Send(LegacyClient.Frame(SizeOf(width, height, channels)));
        client.Send(new byte[length]);
        Assert.Equal("Invalid image dimensions", LegacyClient.ErrorOf(client.ReadJson()));
        client.AssertInStep();
    }

    [Theory]
    [InlineData("-1", "10", "3")]
    [InlineData("99999999999", "10", "3")]
    [InlineData("\"10\"", "10", "3")]
    [InlineData("2147483647", "2147483647", "2147483647")]
    [InlineData("1920", "1921", "3")]
    [InlineData("10.5", "10", "3")]
    [InlineData("10", "10", "null")]
    public void A_picture_of_unbelievable_size_is_answered_and_the_connection_closed(string width, string height, string channels)
    {
        using var camera = new ServedCamera();
        using LegacyClient client = camera.Connect();
        client.Send(LegacyClient.Frame(SizeOf(width, height, channels)));
        client.TrySend(new byte[300_000]);
        Assert.Equal("Invalid image dimensions", LegacyClient.ErrorOf(client.ReadJson()));
        client.AssertClosed();
        using LegacyClient other = camera.Connect();
        other.AssertInStep();
    }

    [Fact]
    public void An_aligned_face_is_drained_and_refused()
    {
        using var camera = new ServedCamera();
        using LegacyClient client = camera.Connect();
        client.Send([.. LegacyClient.Frame("""{"cmd": "process_aligned_face"}"""), .. new byte[37_632]]);
        JsonElement reply = client.ReadJson();
        Assert.False(reply.GetProperty("success").GetBoolean());
        Assert.Equal("recognition is off", LegacyClient.ErrorOf(reply));
        client.AssertInStep();
    }

    [Fact]
    public void Without_a_model_a_picture_is_drained_and_the_reply_says_what_is_missing()
    {
        using var camera = new ServedCamera();
        using LegacyClient client = camera.Connect();
        client.Send([.. LegacyClient.Frame(SizeOf("64", "48", "3")), .. new byte[64 * 48 * 3]]);
        JsonElement reply = client.ReadJson();
        Assert.False(reply.GetProperty("success").GetBoolean());
        Assert.Contains("no-models", LegacyClient.ErrorOf(reply), StringComparison.Ordinal);
        client.AssertInStep();
    }

    [Fact]
    public void A_request_longer_than_the_limit_is_answered_and_the_connection_closed()
    {
        using var camera = new ServedCamera();
        using LegacyClient client = camera.Connect();
        client.Send(LegacyClient.Frame($$"""{"cmd": "ping", "pad": "{{new string('x', 4095 - 26)}}"}"""));
        Assert.Null(LegacyClient.ErrorOf(client.ReadJson()));   // exactly 4095
        client.TrySend(LegacyClient.Frame(new byte[4096]));
        Assert.Equal("Request too long", LegacyClient.ErrorOf(client.ReadJson()));
        client.AssertClosed();
    }

    private static string SizeOf(string width, string height, string channels) =>
        $$"""{"cmd": "process_image", "width": {{width}}, "height": {{height}}, "channels": {{channels}}}""";

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => Math.Round(value.GetDouble(), 4))];
}
