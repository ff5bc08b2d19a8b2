using System.Diagnostics;
using System.Globalization;
using Lookout.Bench.Preprocess;
using Lookout.Vision;
using Lookout.Vision.Preprocess;

// Arguments: I420 file, width, height, rounds, OpenCV script. Rounds are interleaved there and back (A B C D D C B A), and the score of a way is
// the median over the rounds of its time / our time in the same round, so that drift of a shared machine hits all alike.
const int Side = 256;
string path = args[0];
int width = int.Parse(args[1], CultureInfo.InvariantCulture);
int height = int.Parse(args[2], CultureInfo.InvariantCulture);
int rounds = int.Parse(args[3], CultureInfo.InvariantCulture);

byte[] frames = File.ReadAllBytes(path);
int frameBytes = width * height * 3 / 2;
int count = frames.Length / frameBytes;
var preprocessor = new Preprocessor(new TensorFormat(Side, Side, IsPlanar: false, IsBgr: false, [127.5f, 127.5f, 127.5f], [127.5f, 127.5f, 127.5f]));
var tensor = new float[Side * Side * 3];
using var opencv = new OpenCvPeer(args[4], path, width, height);

const int Repeats = 100;
string[] ways = ["lookout", .. OpenCvPeer.Ways];
Dictionary<string, List<double>> times = ways.ToDictionary(way => way, _ => new List<double>());
foreach (string way in ways) Measure(way);
for (int round = 0; round < rounds; round++)
{
    double[] there = [.. ways.Select(Measure)];
    double[] back = [.. ways.Reverse().Select(Measure)];
    for (int i = 0; i < ways.Length; i++)
        times[ways[i]].Add((there[i] + back[^(i + 1)]) / 2);
}

Ours(0);
Console.WriteLine($"preprocess {width}x{height} I420 -> {Side}x{Side}x3 float, one thread, {rounds} rounds of {2 * Repeats} frames");
foreach (string way in ways)
{
    double[] ratios = [.. times[way].Zip(times["lookout"], (theirs, ours) => theirs / ours).Order()];
    string difference = way == "lookout" ? "" : Difference(tensor, opencv.Tensor(way));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  {way,-14} {Median([.. times[way].Order()]),7:F0} us a frame   x{Median(ratios):F2} (quartiles {Quantile(ratios, 0.25):F2}..{Quantile(ratios, 0.75):F2}){difference}"));
}

double Measure(string way)
{
    if (way != "lookout") return opencv.Run(way, Repeats);
    long start = Stopwatch.GetTimestamp();
    for (int i = 0; i < Repeats; i++) Ours(i % count);
    return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Repeats;
}

void Ours(int index)
{
    ReadOnlySpan<byte> frame = frames.AsSpan(index * frameBytes, frameBytes);
    int luma = width * height;
    int chroma = luma / 4;
    preprocessor.Fill(
        new YuvFrame(YuvLayout.I420, width, height, frame[..luma], width, frame.Slice(luma, chroma), width / 2, frame.Slice(luma + chroma, chroma), width / 2),
        tensor);
}

static string Difference(float[] ours, float[] theirs)
{
    double worst = 0, sum = 0;
    for (int i = 0; i < ours.Length; i++)
    {
        double difference = Math.Abs(ours[i] - theirs[i]) * 127.5;
        worst = Math.Max(worst, difference);
        sum += difference;
    }
    return string.Create(CultureInfo.InvariantCulture, $"   differs from lookout by {sum / ours.Length:F2} grey levels on average, {worst:F0} at most");
}

static double Median(double[] sorted) => Quantile(sorted, 0.5);

static double Quantile(double[] sorted, double quantile)
{
    double at = quantile * (sorted.Length - 1);
    int below = (int)at;
    return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
}
