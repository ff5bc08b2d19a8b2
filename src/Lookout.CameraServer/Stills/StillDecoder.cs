using Lookout.CameraServer.Analysis;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Stills;

/// <summary>
/// Turns a picture file into pixels as vision reads them: upright, at most 1920 a side, I420 in BT.601's limited range. What it says of
/// itself is checked before anything is decoded.
/// </summary>
internal static class StillDecoder
{
    public const int MaxSide = 1920;

    /// <summary>Of the stored picture: a PNG of as many takes 100 MB while it is decoded.</summary>
    public const int MaxPixels = 25_000_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    // Exif's orientations in videoflip's words.
    private static readonly string[] Directions =
    [
        "none", "horizontal-flip", "rotate-180", "vertical-flip", "upper-left-diagonal", "clockwise", "upper-right-diagonal", "counterclockwise",
    ];

    /// <exception cref="StillException">It is no picture that can be read.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file)
    {
        if (!StillHeader.TryParse(file, out StillHeader header))
            throw new StillException("This is neither a JPEG nor a PNG picture. Save it as one of them and try again.");
        if ((long)header.Width * header.Height > MaxPixels)
            throw new StillException($"The picture has {header.Width} x {header.Height} pixels; {MaxPixels / 1_000_000} million can be read. Make it smaller and try again.");
        try
        {
            Gst.Init();
            return Decode(file, header);
        }
        catch (GstException e)
        {
            throw new StillException($"Pictures cannot be decoded on this machine: {e.Message}");
        }
    }

    private static Picture Decode(ReadOnlySpan<byte> file, in StillHeader header)
    {
        using Pipeline pipeline = Build(header);
        using AppSink sink = pipeline.FindAppSink("out");
        using AppSrc source = pipeline.FindAppSrc("in");
        source.SetCaps(header.IsPng ? "image/png" : "image/jpeg");
        pipeline.SetState(PipelineState.Playing);
        using (MediaBuffer buffer = MediaBuffer.Allocate(file.Length))
        {
            using (MappedBuffer map = buffer.MapWrite()) file.CopyTo(map.Data);
            source.Push(buffer, 0);
        }
        source.EndOfStream();
        if (!TryPull(pipeline, sink, out Sample sample))
            throw new StillException("The picture is damaged and cannot be read. Try another one.");
        using Sample pulled = sample;
        if (!VideoFormat.TryRead(sample, out VideoFormat format)) throw new StillException("The picture cannot be read. Try another one.");
        using MediaBuffer pixels = sample.BorrowBuffer();
        var picture = new Picture();
        picture.Fill(pixels, format, 0, 0);
        picture.ToLimitedRange();
        return picture;
    }

    // In small steps, since an element's error wakes nobody who waits for a sample.
    private static bool TryPull(Pipeline pipeline, AppSink sink, out Sample sample)
    {
        for (long started = Environment.TickCount64; Environment.TickCount64 - started < Deadline.TotalMilliseconds;)
        {
            if (sink.TryPull(TimeSpan.FromMilliseconds(20), out sample)) return true;
            if (sink.IsEndOfStream || pipeline.Bus.TryPop(BusMessageTypes.Error, out _)) return false;
        }
        throw new StillException("Reading the picture took too long. Make it smaller and try again.");
    }

    private static Pipeline Build(in StillHeader header)
    {
        // First smaller, then turned: the other way round would turn up to 25 million pixels.
        float shrink = Math.Min(1, (float)MaxSide / Math.Max(header.Width, header.Height));
        int width = Math.Max(1, (int)MathF.Round(header.Width * shrink)), height = Math.Max(1, (int)MathF.Round(header.Height * shrink));
        PipelineBuilder chain = new PipelineBuilder().AppSrc("in")
            .Element(header.IsPng ? "pngdec" : "jpegdec")
            .Element("videoscale").Caps($"video/x-raw,width=(int){width},height=(int){height},pixel-aspect-ratio=(fraction)1/1");
        if (header.Orientation != 1) chain.Element("videoconvert").Element("videoflip").With("method", Directions[header.Orientation - 1]);
        return chain
            // JPEG says its own colours, BT.601's; of a PNG's RGB they are what is asked for.
            .Element("videoconvert").Caps("video/x-raw,format=(string)I420" + (header.IsPng ? ",colorimetry=(string)bt601" : ""))
            .AppSink("out", 1, drop: false).Build();
    }
}
