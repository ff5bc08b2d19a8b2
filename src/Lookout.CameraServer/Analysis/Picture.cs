using Lookout.Native.Gst;
using Lookout.Vision;

namespace Lookout.CameraServer.Analysis;

/// <summary>A copy of one raw frame in pooled memory that belongs to a <see cref="FrameSlot"/>.</summary>
internal sealed class Picture
{
    private byte[] _pixels = [];
    private int _length;

    public VideoFormat Format { get; private set; }

    public long CaptureNs { get; private set; }

    public ulong Sequence { get; private set; }

    /// <summary>Copies the frame, strides and all; allocates only when it is larger than any before.</summary>
    public void Fill(in MediaBuffer buffer, in VideoFormat format, long captureNs, ulong sequence)
    {
        Format = format.Of(buffer);
        CaptureNs = captureNs;
        Sequence = sequence;
        using MappedBuffer map = buffer.MapRead();
        _length = map.Data.Length;
        if (_pixels.Length < _length) _pixels = new byte[_length];
        map.Data.CopyTo(_pixels);
    }

    /// <summary>Rewrites samples of JPEG's range, 0..255, as vision reads them. GStreamer's converter does not: it looks at the matrix alone.</summary>
    public void ToLimitedRange()
    {
        if (!Format.IsFullRange) return;
        int luma = Math.Min(Format.Plane1.Offset, _length);
        LimitedRange.Luma(_pixels.AsSpan(0, luma));
        LimitedRange.Chroma(_pixels.AsSpan(luma, _length - luma));
        Format = Format with { IsFullRange = false };
    }

    /// <summary>The picture as vision reads it.</summary>
    /// <exception cref="ArgumentException">The planes do not lie within the buffer.</exception>
    public YuvFrame AsYuv()
    {
        bool planar = Format.Layout == PixelLayout.I420;
        return new YuvFrame(
            planar ? YuvLayout.I420 : YuvLayout.Nv12, Format.Width, Format.Height,
            Plane(Format.Plane0), Format.Plane0.Stride,
            Plane(Format.Plane1), Format.Plane1.Stride,
            planar ? Plane(Format.Plane2) : default, planar ? Format.Plane2.Stride : 0);
    }

    private ReadOnlySpan<byte> Plane(VideoPlane plane) =>
        (uint)plane.Offset <= (uint)_length ? _pixels.AsSpan(plane.Offset, _length - plane.Offset) : default;
}
