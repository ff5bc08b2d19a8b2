using System.Runtime.InteropServices;
using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.CameraServer.Stills;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests.Stills;

/// <summary>The real models on photographs.</summary>
public sealed class StillAnalyserTests : IDisposable
{
    private readonly StillAnalyser _stills = new(Cache.ModelSet(), NullLogger.Instance);

    /// <summary>Defect 6 of the system before: who filled more than half of the picture was no face.</summary>
    [Theory]
    [InlineData("jesper.jpg", 1)]
    [InlineData("jesper_2.jpg", 1)]
    [InlineData("astronaut.png", 1)]
    [InlineData("anne_helene.jpg", 1)]
    [InlineData("bar55_2.jpg", 2)]
    [InlineData("qt-logo.jpg", 3)]
    public void Every_face_of_the_portraits_is_found_however_large(string name, int faces)
    {
        ImageFaces answer = Ask(File.ReadAllBytes(Cache.Portrait(name)));
        Assert.Equal("", answer.Problem);
        Assert.True(answer.Faces.Count >= faces, $"{answer.Faces.Count} faces");
        Assert.All(answer.Faces, face =>
        {
            Assert.Equal(128 * sizeof(float), face.Embedding.Length);
            Assert.Equal(3 * LinkProtocol.PictureSide * LinkProtocol.PictureSide, face.Picture.Length);
            Assert.InRange(face.X, 0, 1);
            Assert.InRange(face.Y + face.Height, 0, 1.0001f);
        });
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.7)]
    public void Selfie_whose_face_fills_the_picture_is_found(double part)
    {
        // The middle of the astronaut's portrait around her face, which is 0.25 of its width.
        int side = (int)(512 * part / 2);
        byte[] selfie = StillFiles.Filtered(Cache.Portrait("astronaut.png"), $"crop={side}:{side}:{224 - side / 2}:{114 - Math.Min(side / 2, 114)},scale=1000:1000");
        ImageFaces answer = Ask(selfie);
        Assert.Equal("", answer.Problem);
        Assert.InRange(answer.Faces[0].Width, 0.3f, 1);
    }

    /// <summary>A telephone stores its pictures lying down and says so; the face is the same.</summary>
    [Theory]
    [InlineData(3, "hflip,vflip")]
    [InlineData(6, "transpose=cclock")]
    [InlineData(8, "transpose=clock")]
    public void Turned_photograph_gives_the_same_face(int orientation, string stored)
    {
        string path = Cache.Portrait("astronaut.png");
        ImageFace upright = Ask(StillFiles.Filtered(path, "null")).Faces[0];
        ImageFace turned = Ask(StillFiles.WithOrientation(StillFiles.Filtered(path, stored), orientation)).Faces[0];
        Assert.InRange(Distance(upright, turned), 0, 0.3);
        Assert.Equal(upright.X, turned.X, 0.02);
    }

    [Fact]
    public void Same_person_is_nearer_than_the_models_threshold_and_another_is_not()
    {
        ImageFaces one = Ask(File.ReadAllBytes(Cache.Portrait("jesper.jpg"))), other = Ask(File.ReadAllBytes(Cache.Portrait("jesper_2.jpg")));
        ImageFaces stranger = Ask(File.ReadAllBytes(Cache.Portrait("astronaut.png")));
        Assert.Equal(one.Measure, other.Measure);
        Assert.InRange(Distance(one.Faces[0], other.Faces[0]), 0, one.Measure!.Threshold);
        Assert.InRange(Distance(one.Faces[0], stranger.Faces[0]), one.Measure.Threshold, 2);
    }

    [Fact]
    public void Picture_without_a_face_says_so()
    {
        ImageFaces answer = Ask(StillFiles.Quarters(320, 240, [20, 90, 160, 230]), 77);
        Assert.Equal(77UL, answer.Id);
        Assert.StartsWith("No face was found.", answer.Problem, StringComparison.Ordinal);
        Assert.Empty(answer.Faces);
    }

    [Fact]
    public void Noise_is_answered_with_a_sentence_and_the_next_picture_is_looked_at()
    {
        var noise = new byte[10_000];
        new Random(1).NextBytes(noise);
        Assert.Contains("neither a JPEG nor a PNG", Ask(noise).Problem, StringComparison.Ordinal);
        Assert.Equal("", Ask(File.ReadAllBytes(Cache.Portrait("astronaut.png"))).Problem);
    }

    [Fact]
    public void Missing_model_is_the_answer()
    {
        using var stills = new StillAnalyser(new ModelSet(new ModelSettings("/nowhere")), NullLogger.Instance);
        ImageFaces answer = Ask(StillFiles.Quarters(320, 240, [20, 90, 160, 230]), 1, stills);
        Assert.Contains("/nowhere", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void With_recognition_off_no_picture_is_looked_at()
    {
        ImageFaces? answer = null;
        new CameraCommands([], stills: null).AnalyzeImage(5, [1], image => answer = image);
        Assert.Equal(5UL, answer!.Id);
        Assert.Contains("face_recognition.enabled", answer.Problem, StringComparison.Ordinal);
    }

    public void Dispose() => _stills.Dispose();

    private ImageFaces Ask(byte[] file, ulong id = 1, StillAnalyser? stills = null)
    {
        var answer = new TaskCompletionSource<ImageFaces>(TaskCreationOptions.RunContinuationsAsynchronously);
        (stills ?? _stills).Analyse(id, file, answer.SetResult);
        Assert.True(answer.Task.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "no answer");
        return answer.Task.Result;
    }

    private static double Distance(ImageFace one, ImageFace other)
    {
        ReadOnlySpan<float> a = MemoryMarshal.Cast<byte, float>(one.Embedding), b = MemoryMarshal.Cast<byte, float>(other.Embedding);
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (double)(a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum);
    }
}
