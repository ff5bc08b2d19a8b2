using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>test://clock: pictures made here, with moving bars and the time of their making as <see cref="ClockStrip"/>.</summary>
internal sealed class ClockSource : ISource
{
    private const int BarWidth = 64;
    private const int PixelsPerFrame = 4;
    private const byte Grey = 128;
    private readonly IPacer _pacer;
    private readonly long _periodNs;
    private readonly byte[] _bars;
    private long _dueNs;
    private int _shift;

    public ClockSource(TestSource source, IPacer pacer)
    {
        _pacer = pacer;
        _periodNs = 1_000_000_000L / source.Fps;
        Format = VideoFormat.I420(source.Width, source.Height, source.Fps);
        // Two bars longer than a row: a window that moves along it is a picture that moves.
        _bars = new byte[source.Width + 2 * BarWidth];
        for (int x = 0; x < _bars.Length; x++) _bars[x] = (byte)(64 + (x / BarWidth & 1) * 64 + x * 64 / _bars.Length);
    }

    public bool IsCompressed => false;

    public VideoCodec Codec => VideoCodec.H264;

    public VideoFormat Format { get; }

    public string Failure => "";

    public long Dropped { get; private set; }

    public bool IsPresent() => true;

    public PullResult Pull(TimeSpan timeout, out SourceFrame frame)
    {
        frame = default;
        long now = _pacer.NowNs;
        if (_dueNs == 0) _dueNs = now;
        // Frames whose time passed unused are left out, never made up for.
        long missed = Math.Max(0, (now - _dueNs) / _periodNs);
        Dropped += missed;
        _dueNs += missed * _periodNs;
        if (!_pacer.WaitUntil(_dueNs)) return PullResult.Nothing;

        MediaBuffer buffer = MediaBuffer.Allocate(Format.I420Size);
        using (MappedBuffer map = buffer.MapWrite()) Draw(map.Data, _dueNs);
        frame = new SourceFrame(buffer, _dueNs);
        _dueNs += _periodNs;
        return PullResult.Frame;
    }

    public void Dispose()
    {
    }

    private void Draw(Span<byte> pixels, long captureNs)
    {
        int stride = Format.Plane0.Stride;
        ReadOnlySpan<byte> row = _bars.AsSpan(_shift, Format.Width);
        for (int y = 0; y < Format.Height; y++) row.CopyTo(pixels[(y * stride)..]);
        pixels[Format.Plane1.Offset..].Fill(Grey);
        ClockStrip.Draw(pixels, stride, Format.Width, captureNs);
        _shift = (_shift + PixelsPerFrame) % (2 * BarWidth);
    }
}
