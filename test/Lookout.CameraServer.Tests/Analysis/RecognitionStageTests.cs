using System.Runtime.InteropServices;
using Lookout.CameraServer.Analysis;
using Lookout.Configuration.Settings;
using Lookout.Link;

namespace Lookout.CameraServer.Tests.Analysis;

/// <summary>What people look like, by the real models on real clips.</summary>
public sealed class RecognitionStageTests
{
    private const long Second = 1_000_000_000;
    private readonly RecordingOutput _output = new();

    /// <summary>Defect 10 of the system before: every tenth frame carried both heavy stages, and the picture stuttered.</summary>
    [Fact]
    public void Faces_and_bodies_are_never_measured_on_the_same_frame()
    {
        Analyse("demo-street.mp4", seconds: 4, recognise: true);
        ILookup<ulong, LikenessKind> kinds = _output.Likenesses.ToLookup(taken => taken.Sequence, taken => taken.Kind);
        Assert.True(kinds.Count >= 4, $"{kinds.Count} frames with likenesses");
        Assert.All(kinds, frame => Assert.Single(frame));
    }

    [Fact]
    public void Every_track_is_measured_about_once_a_second()
    {
        Analyse("demo-street.mp4", seconds: 6, recognise: true);
        long end = _output.People[^1].CaptureNs;
        var seen = _output.People.SelectMany(people => people.Persons.Select(person => (person.Id, people.CaptureNs))).ToLookup(one => one.Id, one => one.CaptureNs);
        var stayed = seen.Where(times => times.Count() > 35).Select(times => times.Key).ToList();
        Assert.True(stayed.Count >= 2, $"{stayed.Count} stayed");
        foreach (int id in stayed)
        {
            long[] taken = [.. _output.Likenesses.Where(one => one.Kind == LikenessKind.Body && one.Items.Any(item => item.Track == id)).Select(one => one.CaptureNs)];
            Assert.True(taken.Length >= 4, $"track {id}: {taken.Length} bodies");
            for (int i = 1; i < taken.Length; i++) Assert.InRange(taken[i] - taken[i - 1], Second, 2 * Second);
            Assert.InRange(end - taken[^1], 0, 2 * Second);
        }
    }

    [Fact]
    public void Face_of_a_person_comes_with_its_quality_its_picture_and_its_measure()
    {
        Analyse("demo-face.mp4", seconds: 4, recognise: true);
        Likenesses[] faces = [.. _output.Likenesses.Where(taken => taken.Kind == LikenessKind.Face)];
        Assert.InRange(faces.Length, 2, 5);
        int id = _output.People[^1].Persons[0].Id;
        Assert.All(faces, taken =>
        {
            Likeness one = Assert.Single(taken.Items);
            Assert.Equal(id, one.Track);
            Assert.Equal(Measure.Euclidean, taken.Measure.Metric);
            Assert.StartsWith("dlib-face-resnet@", taken.Measure.Model, StringComparison.Ordinal);
            Assert.Equal(128 * sizeof(float), one.Embedding.Length);
            Assert.InRange(one.Quality, 0.1f, 1);
            Assert.InRange(one.EyeDistance, 40, 200);
            Assert.True(one.Picture!.Distinct().Count() > 50, "the picture is empty");
        });
        float[][] vectors = [.. faces.Select(taken => MemoryMarshal.Cast<byte, float>(taken.Items[0].Embedding).ToArray())];
        Assert.All(vectors[1..], vector => Assert.InRange(Distance(vectors[0], vector), 0, 0.6));
    }

    [Fact]
    public void Likeness_follows_the_people_it_belongs_to()
    {
        Analyse("demo-face.mp4", seconds: 2, recognise: true);
        Assert.All(_output.Likenesses, taken => Assert.Contains(_output.People, people =>
            people.Sequence == taken.Sequence && taken.Items.All(item => people.Persons.Any(person => person.Id == item.Track))));
    }

    [Fact]
    public void Nothing_is_measured_while_recognition_is_off()
    {
        Analyse("demo-face.mp4", seconds: 2, recognise: false);
        Assert.Empty(_output.Likenesses);
        Assert.Contains(_output.People, people => people.Persons.Any(person => person.Face != null));
    }

    [Fact]
    public void Nothing_is_measured_on_a_camera_that_wants_no_faces()
    {
        Analyse("demo-face.mp4", seconds: 2, recognise: true, DetectSettings.All with { Faces = false });
        Assert.Empty(_output.Likenesses);
        Assert.All(_output.People, people => Assert.All(people.Persons, person => Assert.Null(person.Face)));
    }

    // At the default rate for both, faces and people: 16 frames a second.
    private void Analyse(string clip, int seconds, bool recognise, DetectSettings? settings = null)
    {
        settings ??= DetectSettings.All;
        using var analyser = new FrameAnalyser([settings], Cache.ModelSet(), recognise);
        using var frames = new ClipFrames(Cache.Clip(clip), settings.FramesPerSecond);
        for (int i = 0; i < seconds * settings.FramesPerSecond; i++) analyser.Analyse(0, frames.Next()!, _output);
    }

    private static double Distance(float[] one, float[] other) => Math.Sqrt(one.Zip(other, (a, b) => (double)(a - b) * (a - b)).Sum());
}
