using System.Collections.Concurrent;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests;

/// <summary>The worker as its process runs it, with recognition on: a real clip, the real models, a real link.</summary>
public sealed class RecognitionWorkerTests : IDisposable
{
    private const string Nonce = "0123456789abcdef";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("lookout-server-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _ready = new();

    private LookoutSettings Settings => new()
    {
        Http = new HttpSettings("127.0.0.1:0"),
        WebRtc = new WebRtcSettings("127.0.0.1:0", []),
        Models = new ModelSettings(Cache.Models),
        Recognition = RecognitionSettings.Off with { Enabled = true },
        Cameras = [new CameraSettings("face", new FileSource(Cache.Clip("demo-face.mp4")), 0, DetectSettings.All)],
        RunDirectory = _folder,
        DataDirectory = _folder,
        WebRoot = _folder,
    };

    private sealed class Events : ILinkEvents
    {
        public ManualResetEventSlim IsUp { get; } = new();

        public BlockingCollection<Likenesses> Seen { get; } = [];

        public BlockingCollection<ImageFaces> Answers { get; } = [];

        public void Connected(Hello hello) => IsUp.Set();

        public void Disconnected(string reason)
        {
        }

        public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
        {
        }

        public void Analysis(Link.Analysis analysis)
        {
        }

        public void People(People people)
        {
        }

        public void Likenesses(Likenesses likenesses) => Seen.Add(likenesses);

        public void ImageFaces(ImageFaces image) => Answers.Add(image);

        public void CameraState(CameraState state)
        {
        }
    }

    [Fact]
    public async Task Faces_of_the_clip_and_of_a_picture_come_over_the_link_and_can_be_compared()
    {
        Task<int> run = Task.Factory.StartNew(
            () => CameraServerWorker.Run(Settings, Nonce, _ready.Set, _ => { }, NullLoggerFactory.Instance, _stop.Token),
            _stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _ready.Wait(TestContext.Current.CancellationToken);
        var events = new Events();
        using (var client = new LinkClient(Settings.LinkSocket, Nonce, events, NullLogger.Instance))
        {
            client.Start();
            Assert.True(events.IsUp.Wait(Patience, TestContext.Current.CancellationToken));
            Assert.True(SpinWait.SpinUntil(() => client.AnalyzeImage(9, File.ReadAllBytes(Cache.Portrait("astronaut.png"))), Patience));
            Assert.True(events.Answers.TryTake(out ImageFaces? answer, Patience));
            Assert.Equal((9UL, "", 512, 512), (answer.Id, answer.Problem, answer.Width, answer.Height));
            Likenesses seen;
            do Assert.True(events.Seen.TryTake(out seen!, Patience));
            while (seen.Kind != LikenessKind.Face);
            Assert.Equal(answer.Measure, seen.Measure);
            Assert.Equal(answer.Faces[0].Embedding.Length, seen.Items[0].Embedding.Length);
        }
        await _stop.CancelAsync();
        Assert.Equal(0, await run);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _ready.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
