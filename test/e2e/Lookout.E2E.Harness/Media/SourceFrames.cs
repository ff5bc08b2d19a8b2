using System.Diagnostics;
using System.Globalization;

namespace Lookout.E2E.Harness.Media;

/// <summary>Every frame of a clip, decoded by ffmpeg: the truth that a presented frame is compared with.</summary>
public sealed class SourceFrames
{
    private readonly List<Luma> _frames = [];
    private readonly List<Luma> _quarters = [];

    private SourceFrames()
    {
    }

    /// <summary>Frames in the clip.</summary>
    public int Count => _frames.Count;

    /// <summary>Frame by index; the clip loops, so any index has one.</summary>
    public Luma this[int index] => _frames[((index % Count) + Count) % Count];

    /// <summary>Decodes all frames, each packet once, none doubled or dropped for the sake of a frame rate.</summary>
    /// <param name="clip">Path of the file.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    public static async Task<SourceFrames> DecodeAsync(string clip, int width, int height)
    {
        using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg",
            ["-v", "error", "-nostdin", "-i", clip, "-map", "0:v:0", "-fps_mode", "passthrough", "-pix_fmt", "yuv420p", "-f", "rawvideo", "-"])
        {
            RedirectStandardOutput = true,
        })!;
        var source = new SourceFrames();
        var i420 = new byte[width * height * 3 / 2];
        Stream output = ffmpeg.StandardOutput.BaseStream;
        while (await output.ReadAtLeastAsync(i420, i420.Length, throwOnEndOfStream: false) == i420.Length)
        {
            Luma luma = Luma.FromLimitedRange(width, height, i420);
            source._frames.Add(luma);
            source._quarters.Add(luma.Quarter());
        }

        await ffmpeg.WaitForExitAsync();
        if (ffmpeg.ExitCode != 0 || source.Count == 0)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"ffmpeg ended with {ffmpeg.ExitCode} after {source.Count} frames of {clip}"));
        return source;
    }

    /// <summary>Index of the frame most like this one, and how like (dB at a quarter of the size).</summary>
    public (int Index, double Decibel) MostLike(Luma picture)
    {
        Luma quarter = picture.Quarter();
        return Enumerable.Range(0, Count).Select(index => (index, Psnr.Of(quarter, _quarters[index]))).MaxBy(match => match.Item2);
    }
}
