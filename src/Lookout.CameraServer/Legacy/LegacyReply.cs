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
    /// <param name="vectors">What was measured of them; null when nothing ever is.</param>
    public ReadOnlySpan<byte> Frame(string camera, Picture picture, Link.Analysis? seen, People? people = null, TrackVectors? vectors = null)
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
        for (int i = 0; i < people?.Persons.Count; i++)
        {
            Person person = people.Persons[i];
            LegacyPerson.Write(_json, person, vectors != null ? vectors.Find(LikenessKind.Body, person.Id, people.CaptureNs) : [], width, height);
        }
        _json.WriteEndArray();
        WriteModel("reid_model"u8, vectors?.ModelOf(LikenessKind.Body));
        WriteSequence("faces_seq"u8, seen?.Sequence);
        LegacyFaces.Write(_json, seen, people, vectors, width, height);
        WriteModel("face_model"u8, vectors?.ModelOf(LikenessKind.Face));
        return End();
    }

    /// <param name="faces">The faces of a picture that was sent.</param>
    /// <param name="embeddings">Theirs, one after the other; empty without recognition.</param>
    /// <param name="model">Whose embeddings these are; empty without recognition.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    /// <param name="inferenceMs">How long the detector took.</param>
    public ReadOnlySpan<byte> Faces(ReadOnlySpan<DetectedFace> faces, ReadOnlySpan<float> embeddings, string model, int width, int height, double inferenceMs)
    {
        int length = faces.Length == 0 ? 0 : embeddings.Length / faces.Length;
        Begin();
        _json.WriteBoolean("success"u8, true);
        _json.WriteStartArray("faces"u8);
        for (int i = 0; i < faces.Length; i++)
        {
            LegacyFace.Begin(_json, faces[i], width, height);
            LegacyVector.Write(_json, "embedding"u8, embeddings.Slice(i * length, length));
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        WriteModel("face_model"u8, model);
        _json.WriteNumber("inference_ms"u8, inferenceMs);
        return End();
    }

    /// <param name="embedding">Of the face that was sent.</param>
    /// <param name="model">Whose it is.</param>
    public ReadOnlySpan<byte> Embedding(ReadOnlySpan<float> embedding, string model)
    {
        Begin();
        _json.WriteBoolean("success"u8, true);
        LegacyVector.Write(_json, "embedding"u8, embedding);
        WriteModel("face_model"u8, model);
        return End();
    }

    public void Dispose() => _json.Dispose();

    private void WriteModel(ReadOnlySpan<byte> name, string? model)
    {
        if (string.IsNullOrEmpty(model)) _json.WriteNull(name);
        else _json.WriteString(name, model);
    }

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
