using System.Globalization;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Encoding;

/// <summary>
/// x264 for live viewing of one rendition: one access unit out for each picture in, constrained baseline, Annex B with SPS and PPS in front
/// of each key frame. It costs nothing while nothing is put in. Used and disposed by one thread, which puts a picture in,
/// does something else meanwhile, and takes the access unit.
/// </summary>
internal sealed class H264Encoder : IDisposable
{
    // Two slices on two cores halve the time a frame spends here; more slices cost bits, and small pictures need no second core.
    private const int FullThreads = 2;
    private const int ScaledThreads = 1;
    private const double VbvFrames = 4;
    private const double FallbackFps = 30;

    private readonly Pipeline _pipeline;
    private readonly AppSrc _in;
    private readonly AppSink _out;
    private readonly Element _encoder;
    private readonly Element[] _sizes;
    private readonly Rendition _rendition;
    private readonly SequenceRing _sequences = new();
    private readonly bool _announcedAsPassthrough;
    private VideoFormat _format;

    /// <exception cref="GstException">x264enc is not installed.</exception>
    public H264Encoder(Rendition rendition, bool announcedAsPassthrough)
    {
        _rendition = rendition;
        _announcedAsPassthrough = announcedAsPassthrough;
        PipelineBuilder input = new PipelineBuilder().AppSrc("in");
        // Each halving averages four pixels. One step to a quarter would leave most of them out, or cost twice as much.
        for (int step = 1; step <= rendition.Number; step++)
            input.Element("videoscale").With("method", "bilinear").With("add-borders", false).Element("capsfilter", SizeAfter(step));
        _pipeline = input
            .Element("x264enc", "encoder")
                .With("tune", "zerolatency").With("speed-preset", "superfast").With("bframes", 0)
                .With("threads", rendition.Number == Rendition.Full ? FullThreads : ScaledThreads).With("aud", false)
            .Caps("video/x-h264,profile=(string)constrained-baseline,stream-format=(string)byte-stream,alignment=(string)au")
            .AppSink("out", 8, drop: false)
            .Build();
        _in = _pipeline.FindAppSrc("in");
        _out = _pipeline.FindAppSink("out");
        _encoder = _pipeline.Find("encoder");
        _sizes = [.. Enumerable.Range(1, rendition.Number).Select(step => _pipeline.Find(SizeAfter(step)))];
        _pipeline.SetState(PipelineState.Playing);
    }

    /// <summary>What the encoder said when it failed.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>How pictures of this format are encoded.</summary>
    public EncoderProfile ProfileFor(in VideoFormat format) =>
        EncoderProfile.For(_rendition, format.Width, format.Height, RateOf(format), _announcedAsPassthrough);

    /// <summary>Begins to encode one picture without copying it. False: the encoder has failed.</summary>
    /// <param name="picture">Stays the caller's.</param>
    /// <param name="format">Its format; may change between two pictures.</param>
    /// <param name="captureNs">Comes back with the access unit.</param>
    /// <param name="sequence">Comes back with the access unit.</param>
    /// <param name="key">Whether it must be a key frame.</param>
    public bool Put(in MediaBuffer picture, in VideoFormat format, long captureNs, ulong sequence, bool key)
    {
        if (format != _format) SetFormat(format);
        if (key) _encoder.RequestKeyFrame();
        _sequences.Add(captureNs, sequence);
        return _in.Push(picture, captureNs) && !HasFailed();
    }

    /// <summary>Waits up to <paramref name="timeout"/> for the oldest access unit that is not taken yet.</summary>
    public bool TryTake(TimeSpan timeout, out EncodedUnit unit)
    {
        unit = default;
        if (!_out.TryPull(timeout, out Sample sample)) return false;
        using Sample taken = sample;
        // x264enc moves timestamps into the future and the segment with them: running time is what went in.
        long captureNs = sample.RunningTimeNs;
        if (!_sequences.TryGet(captureNs, out ulong sequence)) return false;
        unit = new EncodedUnit(sample.BorrowBuffer(), captureNs, sequence);
        return true;
    }

    /// <summary>Whether the encoder reported an error since the last call.</summary>
    public bool HasFailed()
    {
        if (!_pipeline.Bus.TryPop(BusMessageTypes.Error, out BusMessage? error)) return false;
        Failure = $"encoder: {error!.Text}";
        return true;
    }

    public void Dispose()
    {
        foreach (Element size in _sizes) size.Dispose();
        _encoder.Dispose();
        _in.Dispose();
        _out.Dispose();
        _pipeline.Dispose();
    }

    private void SetFormat(in VideoFormat format)
    {
        double fps = RateOf(format);
        EncoderProfile profile = ProfileFor(format);
        if (_format == default)
        {
            // A key frame may take a few frames' bits, so that its packets are no burst that a small buffer on the way drops.
            _encoder.Set("vbv-buf-capacity", Text(Math.Ceiling(VbvFrames * 1000 / fps)));
            _encoder.Set("key-int-max", Text(profile.KeyInterval));
        }
        _encoder.Set("bitrate", Text(profile.KilobitsPerSecond));
        for (byte step = 1; step <= _sizes.Length; step++)
        {
            (int width, int height) = new Rendition(step, null).SizeOf(format.Width, format.Height);
            _sizes[step - 1].Set("caps", string.Create(CultureInfo.InvariantCulture,
                $"video/x-raw,width=(int){width},height=(int){height},pixel-aspect-ratio=(fraction)1/1"));
        }

        string layout = format.Layout == PixelLayout.Nv12 ? "NV12" : "I420";
        _in.SetCaps(string.Create(CultureInfo.InvariantCulture,
            $"video/x-raw,format=(string){layout},width=(int){format.Width},height=(int){format.Height},framerate=(fraction){Math.Round(fps * 1000)}/1000"));
        _format = format;
    }

    private static string SizeAfter(int step) => string.Create(CultureInfo.InvariantCulture, $"size{step}");

    private static double RateOf(in VideoFormat format) => format.Fps > 0 ? format.Fps : FallbackFps;

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
