using Lookout.CameraService.Identity;
using Lookout.CameraService.Identity.Storage;
using Lookout.Configuration.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lookout.CameraService.Tests.Identity.Storage;

/// <summary>A real people.db in a directory of its own, which can be closed and opened again. The clock is stepped.</summary>
internal sealed class OpenStore : IDisposable
{
    public const string Model = "resnet@0123456789ab";
    public static readonly DateTimeOffset Start = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("people-");

    public FakeTimeProvider Time { get; } = new(Start);

    public RecognitionSettings Settings { get; init; } = RecognitionSettings.Off with { Enabled = true };

    public PeopleStore Store { get; private set; } = null!;

    public string Folder => _directory.FullName;

    public string Database => PeopleFile.PathIn(_directory.FullName);

    public string Key => Path.Combine(_directory.FullName, "people.key");

    public static async Task<OpenStore> NewAsync(RecognitionSettings? settings = null)
    {
        var open = new OpenStore { Settings = settings ?? RecognitionSettings.Off with { Enabled = true } };
        await open.OpenAsync();
        return open;
    }

    public async Task OpenAsync()
    {
        Store?.Dispose();
        Store = new PeopleStore(_directory.FullName, Settings, Time, NullLogger.Instance);
        Store.Start();
        await Store.Tried.WaitAsync(TestService.Patience);
    }

    public void Close() => Store.Dispose();

    public Consent Consent(DateTimeOffset? expires = null) => new(Time.GetUtcNow(), "the person", "opening the gate", expires);

    public async Task<KnownPerson> EnrolAsync(string name, DateTimeOffset? expires = null) => Good(await Store.EnrolAsync(name, Consent(expires)));

    public async Task<FaceSample> AddAsync(string person, float[] embedding, byte[]? picture = null) =>
        Good(await Store.AddSampleAsync(person, Face(embedding), picture ?? Picture(1)));

    public FaceSample Face(float[] embedding) => new("", Time.GetUtcNow(), SampleSource.Upload, 0.75f, Model, embedding);

    public static float[] Embedding(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 128).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    public static byte[] Picture(int seed)
    {
        var picture = new byte[96 * 96 * 3];
        new Random(seed).NextBytes(picture);
        return picture;
    }

    public static T Good<T>(Outcome<T> outcome)
    {
        Assert.Equal((Refusal.None, ""), (outcome.Refusal, outcome.Problem));
        return outcome.Value!;
    }

    public void Dispose()
    {
        Store.Dispose();
        _directory.Delete(recursive: true);
    }
}
