using System.Runtime.InteropServices;
using Lookout.CameraService.Identity;
using Lookout.CameraService.Identity.Matching;
using Lookout.Link;

namespace Lookout.CameraService.Tests.Identity.Matching;

/// <summary>
/// People whose faces are points in a space of 128 dimensions, as far apart as those of a common recogniser with the threshold 0.6: looks
/// at one person lie 0.35 to 0.55 apart, two people 0.7 to 0.9. The same seed makes the same people.
/// </summary>
internal sealed class MadeUpFaces(int seed)
{
    public const int Length = 128;
    public const string Model = "made-up@0";
    public static readonly Measure Measure = new(Model, Measure.Euclidean, 0.6f);
    public static readonly Scale Scale = Scale.Of(Measure, null);
    public static readonly Measure FigureMeasure = new("stripes@0", Measure.Cosine, 0.8f);
    public static readonly Scale FigureScale = Scale.Of(FigureMeasure, null);
    public static readonly DateTimeOffset Day = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private const float Apart = 0.45f;
    private readonly Random _random = new(seed);
    private readonly Dictionary<int, float[]> _people = [];
    private readonly Dictionary<int, float[]> _figures = [];

    public Random Random => _random;

    /// <summary>One look; noise 0.3 is a usual one, 0.5 is one at a face turned away.</summary>
    public float[] Look(int person, float noise = 0.3f) => Add(Person(person), Noise(noise));

    /// <summary>Somebody as far from another as said, instead of somewhere.</summary>
    public void MakeAlike(int person, int other, float distance) => _people[person] = Add(Person(other), Noise(distance));

    public float[] Figure(int person, float noise = 0.2f)
    {
        if (!_figures.TryGetValue(person, out float[]? figure)) _figures[person] = figure = Noise(1);
        return Add(figure, Noise(noise));
    }

    public static Likenesses Faces(params ReadOnlySpan<(int Track, float[] Look, float Quality)> looks)
    {
        var items = new List<Likeness>();
        foreach ((int track, float[] look, float quality) in looks) items.Add(Item(track, look, quality));
        return new Likenesses(0, 1, 1, LikenessKind.Face, Measure, items);
    }

    public static Likenesses Figures(params ReadOnlySpan<(int Track, float[] Figure)> figures)
    {
        var items = new List<Likeness>();
        foreach ((int track, float[] figure) in figures) items.Add(Item(track, figure, 1));
        return new Likenesses(0, 1, 1, LikenessKind.Body, FigureMeasure, items);
    }

    /// <summary>Enrols people 0 to <paramref name="count"/>, each with some samples.</summary>
    public Roster Enrol(int count, int samples = 3, DateTimeOffset? expires = null) => new(
        [.. Enumerable.Range(0, count).Select(i => new KnownPerson(
            Id(i), $"Person {i}", Day, new Consent(Day, "themselves", "a test", expires), [.. Enumerable.Range(0, samples).Select(_ => Sample(Look(i)))], []))]);

    public static FaceSample Sample(float[] look, string model = Model) => new(RandomId.New(), Day, SampleSource.Upload, 0.9f, model, look);

    public static string Id(int person) => $"person{person:0000000000}";

    public static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes<float>(values).ToArray();

    private static Likeness Item(int track, float[] embedding, float quality) => new(track, quality, 60, 0.8f, Bytes(embedding), null);

    private float[] Person(int person)
    {
        if (!_people.TryGetValue(person, out float[]? face)) _people[person] = face = Noise(Apart * MathF.Sqrt(2));
        return face;
    }

    // A vector of this length in a random direction.
    private float[] Noise(float length)
    {
        var vector = new float[Length];
        double sum = 0;
        for (int i = 0; i < Length; i++)
        {
            vector[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
            sum += vector[i] * vector[i];
        }

        float scale = length / MathF.Sqrt((float)sum);
        for (int i = 0; i < Length; i++) vector[i] *= scale;
        return vector;
    }

    private static float[] Add(float[] a, float[] b) => [.. a.Select((value, i) => value + b[i])];
}
