using Lookout.Native.Gst;

namespace Lookout.CameraServer.Tests;

/// <summary>Small real clips, made once per run by GStreamer's own encoders into a folder of their own.</summary>
internal static class Clips
{
    public static readonly string Folder = Directory.CreateTempSubdirectory("lookout-clips-").FullName;

    /// <summary>H.264, 10 frames at 10 fps, 320x240, a key frame every 5, no B-frames.</summary>
    public static string Baseline => Make("baseline.mp4", bframes: 0);

    /// <summary>The same with pictures sent in another order than they are shown.</summary>
    public static string Reordered => Make("reordered.mp4", bframes: 2);

    /// <summary>MJPEG in a QuickTime file: video, but not H.264.</summary>
    public static string Jpeg => Run("jpeg.mov", new PipelineBuilder()
        .Element("videotestsrc").With("num-buffers", 10).Caps("video/x-raw,format=(string)I420,width=(int)320,height=(int)240,framerate=(fraction)10/1")
        .Element("jpegenc").Element("qtmux"));

    /// <summary>A file with the name of a clip and nothing of one in it.</summary>
    public static string Noise
    {
        get
        {
            string path = Path.Combine(Folder, "noise.mp4");
            var bytes = new byte[100_000];
            new Random(1).NextBytes(bytes);
            File.WriteAllBytes(path, bytes);
            return path;
        }
    }

    /// <summary>A clip whose middle is overwritten.</summary>
    public static string Damaged
    {
        get
        {
            string path = Path.Combine(Folder, "damaged.mp4");
            byte[] bytes = File.ReadAllBytes(Baseline);
            new Random(2).NextBytes(bytes.AsSpan(bytes.Length / 4, bytes.Length / 2));
            File.WriteAllBytes(path, bytes);
            return path;
        }
    }

    private static string Make(string name, int bframes) => Run(name, new PipelineBuilder()
        .Element("videotestsrc").With("num-buffers", 10).With("pattern", "ball")
        .Caps("video/x-raw,format=(string)I420,width=(int)320,height=(int)240,framerate=(fraction)10/1")
        .Element("x264enc").With("bframes", bframes).With("b-adapt", false).With("key-int-max", 5)
        .Element("h264parse").Element("qtmux"));

    private static string Run(string name, PipelineBuilder chain)
    {
        string path = Path.Combine(Folder, name);
        if (File.Exists(path)) return path;
        string unfinished = $"{path}.{Guid.NewGuid():N}";
        using (Pipeline pipeline = chain.Element("filesink").WithText("location", unfinished).Build())
        {
            pipeline.SetState(PipelineState.Playing);
            BusMessage? message;
            while (!pipeline.Bus.TryPop(BusMessageTypes.EndOfStream | BusMessageTypes.Error, out message)) Thread.Yield();
            Assert.Equal(BusMessageTypes.EndOfStream, message!.Type);
        }
        File.Move(unfinished, path, overwrite: true);
        return path;
    }
}
