namespace Lookout.Bench.Preprocess;

/// <summary>
/// Every way of every peer in interleaved rounds, there and back (A B C C B A); a way's score is the median over the rounds of its time over ours of
/// the same round, so that drift of a shared machine hits all alike.
/// </summary>
internal static class Comparison
{
    private const int Repeats = 40;

    public static void Run(Clip clip, int rounds, string folder)
    {
        string[] frames = [clip.Path, $"{clip.Width}", $"{clip.Height}"];
        string[] ours = ["bilinear", "area"];
        List<Peer> peers =
        [
            new("lookout", ours, Path.Combine(folder, "aot/Lookout.Bench.Preprocess"), ["serve", .. frames]),
            new("lookout-v3", ours, Path.Combine(folder, "aot-v3/Lookout.Bench.Preprocess"), ["serve", .. frames]),
            new("lookout-jit", ours, "dotnet", [Path.Combine(folder, "jit/Lookout.Bench.Preprocess.dll"), "serve", .. frames]),
            new("libyuv", ["own-float", "bytetofloat", "whole-chroma"], Path.Combine(folder, "libyuv"), frames),
            new("opencv", ["usual", "shrink-linear", "shrink-area"], "/usr/bin/python3", [Path.Combine(folder, "opencv.py"), .. frames]),
        ];
        (Peer Peer, string Way)[] runs = [.. peers.SelectMany(peer => peer.Ways.Select(way => (peer, way)))];
        var times = new double[runs.Length, rounds];
        foreach ((Peer peer, string way) in runs) peer.Run(way, 4 * Repeats);
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < runs.Length; i++) times[i, round] += runs[i].Peer.Run(runs[i].Way, Repeats) / 2;
            for (int i = runs.Length - 1; i >= 0; i--) times[i, round] += runs[i].Peer.Run(runs[i].Way, Repeats) / 2;
        }

        float[] bilinear = Reference.Fill(clip[0], Server.Format.Width, isArea: false), area = Reference.Fill(clip[0], Server.Format.Width, isArea: true);
        Console.WriteLine($"preprocess {clip.Width}x{clip.Height} NV12 -> 640x640 letterbox, planes of float; one thread, {rounds} rounds of {2 * Repeats} frames, {clip.Count} in turn");
        Console.WriteLine("                           CPU us   / ours (quartiles)       off the reference, grey levels of 255");
        for (int i = 0; i < runs.Length; i++)
        {
            (Peer peer, string way) = runs[i];
            var own = new Sample(Enumerable.Range(0, rounds).Select(round => times[i, round]));
            var ratios = new Sample(Enumerable.Range(0, rounds).Select(round => times[i, round] / times[0, round]));
            (double mean, double most) = Difference(peer.Tensor(way), way.Contains("area", StringComparison.Ordinal) ? area : bilinear);
            Console.WriteLine($"  {peer.Name,-11} {way,-13} {own.At(0.5),6:0}   x{ratios.At(0.5):0.00} ({ratios.At(0.25):0.00}..{ratios.At(0.75):0.00})     mean {mean:0.00}, most {most:0.0}");
        }
        foreach (Peer peer in peers) peer.Dispose();
    }

    private static (double Mean, double Most) Difference(float[] tensor, float[] reference)
    {
        double sum = 0, most = 0;
        for (int i = 0; i < tensor.Length; i++)
        {
            double difference = Math.Abs(tensor[i] - reference[i]) * 255;
            sum += difference;
            most = Math.Max(most, difference);
        }
        return (sum / tensor.Length, most);
    }
}
