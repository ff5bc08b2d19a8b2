using System.Text.Json;
using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.CameraServer.Legacy;
using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests.Legacy;

/// <summary>A real camera thread at 30 frames a second, encoding, with and without clients that do not behave.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]   // it counts frames: other tests would cost some
public sealed class HostileClientsTests : IDisposable
{
    public const string Name = "alone";
    private const int Fps = 30;
    private const int Phase = 90;

    // A neighbour on the host may take the processors for seconds; what costs frames by itself does so in every series.
    private const int Series = 3;
    private static readonly byte[] Question = LegacyClient.Frame("""{"cmd": "get_frame"}""");

    private readonly string _folder = Directory.CreateTempSubdirectory("lookout-legacy-").FullName;
    private readonly CancellationTokenSource _stop = new();

    private string At => Path.Combine(_folder, "native.sock");

    /// <summary>Keeps the capture times of what a viewer would get.</summary>
    private sealed class Viewer : ICameraOutput
    {
        private readonly object _gate = new();
        private readonly List<long> _captured = [];

        public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
        {
            lock (_gate)
            {
                _captured.Add(header.CaptureNs);
                Monitor.PulseAll(_gate);
            }
        }

        public void Analysis(Link.Analysis analysis)
        {
        }

        public void People(People people)
        {
        }

        public void Likenesses(Likenesses likenesses)
        {
        }

        public void State(CameraState state)
        {
        }

        /// <summary>Takes the next frames and tells how many there would have been in their time.</summary>
        public double Expected(int frames)
        {
            lock (_gate)
            {
                _captured.Clear();
                while (_captured.Count < frames) Assert.True(Monitor.Wait(_gate, TimeSpan.FromSeconds(30)), "the camera has stopped");
                return 1 + (_captured[frames - 1] - _captured[0]) * Fps / 1e9;
            }
        }
    }

    [Fact]
    public void A_stopped_a_slow_and_a_raving_client_cost_neither_the_camera_nor_another_client_a_frame()
    {
        var viewer = new Viewer();
        var camera = new CameraSettings("clock", new TestSource("clock", 640, 360, Fps), 0, DetectSettings.None);
        using LegacyService legacy = LegacyService.Create(SettingsOf(camera), viewer, NullLogger.Instance);
        using var analysis = new AnalysisLoop([0], () => throw new NotSupportedException(), legacy.Output, NullLogger.Instance);
        var requests = new CameraRequests();
        requests.Want(0, on: true);
        var worker = new CameraWorker(
            0, camera, new SourceFactory(null), requests, analysis, legacy.Output, NullLogger.Instance, _stop.Token, legacy.NewestOf(0));
        worker.Start();
        legacy.Start();
        LegacyClient? connected = null;
        Assert.True(SpinWait.SpinUntil(() => (connected = LegacyClient.TryConnect(At)) != null, TimeSpan.FromSeconds(30)), "nobody listens");
        // One good client from the first to the last: who connects while another raves may find every place taken.
        using LegacyClient client = connected!;
        viewer.Expected(Fps);   // until the encoder has settled

        var series = new List<(double Calm, double Hostile)>();
        int answers = 0;
        do series.Add(Shares(viewer, client, out answers));
        while (!IsUntouched(series[^1]) && series.Count < Series);
        _stop.Cancel();
        Assert.True(worker.Join(TimeSpan.FromSeconds(10)));

        string told = string.Join("; ", series.Select(one => $"{one.Calm:P2} alone, {one.Hostile:P2} with hostile clients"));
        TestContext.Current.TestOutputHelper?.WriteLine($"frames of those due: {told}; {answers} answers meanwhile");
        Assert.True(IsUntouched(series[^1]), $"of the frames due came {told}");
        Assert.True(answers >= 2 * Phase / 3, $"only {answers} different frames for {2 * Phase} captured");
    }

    private static bool IsUntouched((double Calm, double Hostile) shares) => shares.Hostile >= 0.98 * shares.Calm;

    // By turns, so that whatever else this machine does befalls both.
    private (double Calm, double Hostile) Shares(Viewer viewer, LegacyClient client, out int answers)
    {
        double calm = 0, hostile = 0;
        answers = 0;
        for (int turn = 0; turn < 2; turn++)
        {
            calm += Serving(viewer, client, hostile: false, ref answers);
            hostile += Serving(viewer, client, hostile: true, ref answers);
        }
        return (2 * Phase / calm, 2 * Phase / hostile);
    }

    public void Dispose()
    {
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private double Serving(Viewer viewer, LegacyClient client, bool hostile, ref int answers)
    {
        using var stop = new ManualResetEvent(initialState: false);
        Task<int> good = Run(() => AskOn(client, stop));
        List<Task> bad = hostile ? [Run(() => AskAndStop(stop)), Run(() => ReadSlowly(stop)), Run(() => Rave(stop))] : [];
        double expected = viewer.Expected(Phase);
        stop.Set();
        Task.WaitAll([good, .. bad]);
        if (hostile) answers += good.Result;
        return expected;
    }

    private static Task<int> Run(Func<int> client) => Task.Factory.StartNew(
        client, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // The good one: how many different frames it was given.
    private static int AskOn(LegacyClient client, WaitHandle stop)
    {
        var seen = new HashSet<ulong>();
        while (!stop.WaitOne(0))
        {
            client.Send(Question);
            // On a machine with no time for anybody there may be no frame; how many there are is counted in the end.
            if (!client.ReadJson().TryGetProperty("seq", out JsonElement sequence)) continue;
            seen.Add(sequence.GetUInt64());
            Assert.Equal(640 * 360 * 3, client.ReadBlock().Length);
        }
        return seen.Count;
    }

    private int AskAndStop(WaitHandle stop)
    {
        using LegacyClient client = LegacyClient.Connect(At);
        for (int i = 0; i < 50; i++) client.Send(Question);
        stop.WaitOne();
        return 0;
    }

    private int ReadSlowly(WaitHandle stop)
    {
        using LegacyClient client = LegacyClient.Connect(At);
        client.Send(Question);
        int read = 0;
        for (; !stop.WaitOne(1); read++) client.ReadByte();
        return read;
    }

    private int Rave(WaitHandle stop)
    {
        var random = new Random(3);
        var bytes = new byte[64 << 10];
        int connections = 0;
        while (!stop.WaitOne(0))
        {
            using LegacyClient client = LegacyClient.Connect(At);
            random.NextBytes(bytes);
            client.TrySend(bytes);
            connections++;
        }
        return connections;
    }

    private LookoutSettings SettingsOf(CameraSettings camera) => new()
    {
        Http = new HttpSettings(":1"),
        WebRtc = new WebRtcSettings(":1", []),
        Models = new ModelSettings(_folder),
        Legacy = new LegacySettings(At, null),
        Cameras = [camera],
        RunDirectory = _folder,
        DataDirectory = _folder,
        WebRoot = _folder,
    };
}
