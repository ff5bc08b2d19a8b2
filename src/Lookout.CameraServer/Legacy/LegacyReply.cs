using System.Buffers;
using System.Text.Json;
using Lookout.CameraServer.Analysis;
using Lookout.Link;
using Lookout.Vision;

namespace Lookout.CameraServer.Legacy;

/// <summary>Writes the JSON of replies; each is valid until the next one is written. For one thread.</summary>
internal sealed class LegacyReply : IDisposable
{
    private static readonly string OwnVersion = "lookout " + typeof(LegacyReply).Assembly.GetName().Version!.ToString(3);
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly Utf8JsonWriter _json;

    public LegacyReply() => _json = new Utf8JsonWriter(_bytes);

    public ReadOnlySpan<byte> Error(string error)
    {
        Begin();
        _json.WriteString("error"u8, error);
        return End();
    }

    public ReadOnlySpan<byte> Failure(string error)
    {
        Begin();
        _json.WriteBoolean("success"u8, false);
        _json.WriteString("error"u8, error);
        return End();
    }

    public ReadOnlySpan<byte> Ping()
    {
        Begin();
        _json.WriteString("status"u8, "ok"u8);
        _json.WriteString("version"u8, LegacyProtocol.Version);
        _json.WriteString("server"u8, OwnVersion);
        return End();
    }

    public ReadOnlySpan<byte> Stats(CameraView view)
    {
        Begin();
        _json.WriteNumber("total_frames"u8, view.State?.Frames ?? 0);
        _json.WriteNumber("avg_fps"u8, view.IsOnline ? view.State!.Fps : 0);
        _json.WriteNumber("avg_inference_ms"u8, view.AverageInferenceMs);
        return End();
    }

    /// <param name="camera">The camera's name.</param>
    /// <param name="picture">The frame whose pixels follow.</param>
    /// <param name="seen">The newest faces, of this frame or one shortly before; null when there are none as new as that.</param>
    /// <param name="people">The newest people, likewise.</param>
    public ReadOnlySpan<byte> Frame(string camera, Picture picture, Link.Analysis? seen, People? people = null)
    {
        (int width, int height) = (picture.Format.Width, picture.Format.Height);
        Begin();
        _json.WriteNumber("width"u8, width);
        _json.WriteNumber("height"u8, height);
        _json.WriteNumber("channels"u8, LegacyProtocol.Channels);
        _json.WriteString("camera"u8, camera);
        _json.WriteNumber("seq"u8, picture.Sequence);
        _json.WriteNumber("capture_ns"u8, picture.CaptureNs);
        WriteTiming(seen, people);
        WriteSequence("persons_seq"u8, people?.Sequence);
        _json.WriteStartArray("persons"u8);
        foreach (Person person in people?.Persons ?? []) LegacyPerson.Write(_json, person, width, height);
        _json.WriteEndArray();
        WriteSequence("faces_seq"u8, seen?.Sequence);
        _json.WriteStartArray("faces"u8);
        for (int i = 0; i < seen?.Faces.Count; i++)
        {
            LegacyFace.Begin(_json, LegacyFace.Of(seen.Faces[i]), width, height);
            _json.WriteNumber("person_track_id"u8, LegacyPerson.TrackOf(seen.Faces[i], people));
            _json.WriteString("identity_label"u8, ""u8);
            _json.WriteNumber("identity_confidence"u8, 0);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        return End();
    }

    public ReadOnlySpan<byte> Faces(ReadOnlySpan<DetectedFace> faces, int width, int height, double inferenceMs)
    {
        Begin();
        _json.WriteBoolean("success"u8, true);
        _json.WriteStartArray("faces"u8);
        foreach (DetectedFace face in faces)
        {
            LegacyFace.Begin(_json, face, width, height);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        _json.WriteNumber("inference_ms"u8, inferenceMs);
        return End();
    }

    public void Dispose() => _json.Dispose();

    private void WriteSequence(ReadOnlySpan<byte> name, ulong? sequence)
    {
        if (sequence is { } number) _json.WriteNumber(name, number);
        else _json.WriteNull(name);
    }

    private void WriteTiming(Link.Analysis? seen, People? people)
    {
        (double preprocess, double face) = seen == null ? (0, 0) : (seen.PreprocessMs, seen.InferenceMs);
        double person = people?.DetectMs ?? 0;
        _json.WriteStartObject("timing"u8);
        _json.WriteNumber("preprocess_ms"u8, preprocess);
        _json.WriteNumber("yolo_ms"u8, person);
        _json.WriteNumber("face_ms"u8, face);
        _json.WriteNumber("total_ms"u8, Math.Round(preprocess + person + face, 4));
        _json.WriteEndObject();
    }

    private void Begin()
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
    }

    private ReadOnlySpan<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenSpan;
    }
}
