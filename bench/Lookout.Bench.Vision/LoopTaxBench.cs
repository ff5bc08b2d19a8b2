using System.Diagnostics;
using Lookout.Vision;
using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Providers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lookout.Bench.Vision;

/// <summary>
/// What a detection costs beyond the model's run: preprocessing, binding, decoding. Rounds of ours, of the bare run and of the peer take turns, and
/// least is compared with least, median with median: on a busy machine the difference of two neighbours says little. The peer is ONNX Runtime's usual way in .NET, new tensors for each picture; Debian has no onnxruntime for Python.
/// </summary>
internal static class LoopTaxBench
{
    private const int Rounds = 200;
    private const int WarmUp = 10;

    public static void Run(string models, RawClip clip)
    {
        using FaceDetector faces = FaceDetector.Load(models);
        using ObjectDetector objects = ObjectDetector.Load(models);
        var foundFaces = new DetectedFace[32];
        var foundObjects = new DetectedObject[128];
        Measure("faces", models, FaceDetector.DefaultModel, clip, frame => faces.Detect(clip[frame], foundFaces, out _));
        Measure("objects", models, ObjectDetector.DefaultModel, clip, frame => objects.Detect(clip[frame], foundObjects, out _));
        Idle(() => objects.Detect(clip[0], foundObjects, out _));
    }

    private static void Measure(string what, string models, string manifest, RawClip clip, Action<int> ours)
    {
        using LoadedModel<ModelOutput> bare = LoadedModel<ModelOutput>.Load(models, manifest, null);
        using SessionOptions options = SharedThreads.CreateOptions();
        using var session = new InferenceSession(Path.Combine(models, manifest + ".onnx"), options);
        bare.Fill(clip[0]);
        List<double> loops = [], runs = [], peers = [];
        long allocated = 0, peerAllocated = 0;
        for (int round = -WarmUp; round < Rounds; round++)
        {
            int frame = round + WarmUp;
            (double loop, long bytes) = Time(() => ours(frame));
            (double run, _) = Time(() => bare.Run());
            (double peer, long peerBytes) = Time(() => Peer(session, bare.Input, clip, frame));
            if (round < 0) continue;
            loops.Add(loop);
            runs.Add(run);
            peers.Add(peer);
            allocated += bytes;
            peerAllocated += peerBytes;
        }
        Console.WriteLine($"bare run, {what}: {Spread.Of(runs, "ms")}");
        Console.WriteLine($"  loop tax: {Tax(loops, runs)}, {allocated / Rounds} B a frame");
        Console.WriteLine($"  by NamedOnnxValue, without decoding: {Tax(peers, runs)}, {peerAllocated / Rounds} B a frame");
    }

    private static string Tax(List<double> loops, List<double> runs) => $"least {loops.Min() - runs.Min():0.00}, median {Median(loops) - Median(runs):0.00} ms";

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Peer(InferenceSession session, ModelInput input, RawClip clip, int frame)
    {
        var tensor = new DenseTensor<float>([.. input.Shape.Dimensions.Select(size => (int)size)]);
        new Preprocessor(input.Format).Fill(clip[frame], new TensorSpan(tensor.Buffer.Span));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run([NamedOnnxValue.CreateFromTensor(input.Name, tensor)]);
        if (outputs.Sum(output => output.AsTensor<float>().Length) == 0) throw new InvalidDataException("The model has no outputs.");
    }

    private static void Idle(Action run)
    {
        for (int i = 0; i < WarmUp; i++) run();
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        Thread.Sleep(1000);
        process.Refresh();
        Console.WriteLine($"idle second after a run: {(process.TotalProcessorTime - before).TotalSeconds:0.000} CPU-s");
    }

    private static (double Ms, long Bytes) Time(Action act)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        act();
        double ms = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return (ms, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
