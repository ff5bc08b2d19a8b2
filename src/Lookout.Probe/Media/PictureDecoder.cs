using Lookout.Native.Gst;

namespace Lookout.Probe.Media;

/// <summary>Decodes access units and compares each picture with the one before.</summary>
internal sealed class PictureDecoder : IDisposable
{
    private const int MostWaiting = 8;
    private const int Step = 8; // every eighth pixel of every eighth row

    private readonly Pipeline _pipeline;
    private readonly AppSrc _in;
    private readonly AppSink _out;
    private byte[] _last = [];
    private byte[] _current = [];

    /// <exception cref="ProbeException">There is no decoder here.</exception>
    public PictureDecoder()
    {
        string decoder = Array.Find(["avdec_h264", "openh264dec"], Has)
            ?? throw new ProbeException("no H.264 decoder is installed here; run the probe from the image, or install gstreamer1.0-libav");
        _pipeline = new PipelineBuilder()
            .AppSrc("in").Element("h264parse").Element(decoder)
            .Element("videoconvert").Caps("video/x-raw,format=(string)I420")
            .AppSink("out", MostWaiting, drop: false).Build();
        _in = _pipeline.FindAppSrc("in");
        _out = _pipeline.FindAppSink("out");
        _in.SetCaps("video/x-h264,stream-format=(string)byte-stream,alignment=(string)au");
        _pipeline.SetState(PipelineState.Playing);
    }

    /// <summary>Pictures so far.</summary>
    public int Count { get; private set; }

    /// <summary>Pictures that differ from the one before.</summary>
    public int Changed { get; private set; }

    public VideoFormat Format { get; private set; }

    /// <summary>Begins to decode an access unit.</summary>
    /// <exception cref="ProbeException">The decoder has failed.</exception>
    public void Put(ReadOnlySpan<byte> accessUnit, long ptsNs)
    {
        using MediaBuffer buffer = MediaBuffer.Allocate(accessUnit.Length);
        using (MappedBuffer map = buffer.MapWrite()) accessUnit.CopyTo(map.Data);
        _in.Push(buffer, ptsNs);
        if (_pipeline.Bus.TryPop(BusMessageTypes.Error, out BusMessage? error)) throw new ProbeException($"the decoder failed: {error!.Text}");
    }

    /// <summary>Takes what is decoded.</summary>
    public void Drain()
    {
        while (_out.TryPull(TimeSpan.Zero, out Sample sample))
        {
            using Sample taken = sample;
            if (!VideoFormat.TryRead(sample, out VideoFormat format)) continue;
            using MediaBuffer picture = sample.BorrowBuffer();
            Format = format.Of(picture);
            using MappedBuffer map = picture.MapRead();
            Look(map.Data);
        }
    }

    public void Dispose()
    {
        _in.Dispose();
        _out.Dispose();
        _pipeline.Dispose();
    }

    private static bool Has(string element)
    {
        Gst.Init();
        return Gst.HasElement(element);
    }

    private void Look(ReadOnlySpan<byte> pixels)
    {
        int columns = Format.Width / Step;
        int rows = Format.Height / Step;
        if (_current.Length != columns * rows) (_current, _last) = (new byte[columns * rows], []);
        for (int y = 0; y < rows; y++)
        {
            ReadOnlySpan<byte> row = pixels.Slice(Format.Plane0.Offset + y * Step * Format.Plane0.Stride, Format.Width);
            for (int x = 0; x < columns; x++) _current[y * columns + x] = row[x * Step];
        }
        Count++;
        if (_last.Length == _current.Length && !_last.AsSpan().SequenceEqual(_current)) Changed++;
        (_last, _current) = (_current, _last.Length == _current.Length ? _last : new byte[_current.Length]);
    }
}
