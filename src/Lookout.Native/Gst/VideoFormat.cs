namespace Lookout.Native.Gst;

/// <summary>How the pixels lie, by GstVideoFormat. Zero: compressed, or a layout we do not read.</summary>
public enum PixelLayout
{
    None = 0,

    /// <summary>Planes Y, U, V; chroma halved both ways.</summary>
    I420 = 2,

    /// <summary>Plane Y, then one plane of U and V by turns; chroma halved both ways.</summary>
    Nv12 = 23,
}

/// <summary>What caps say about video. Offsets and strides in bytes, of up to three planes.</summary>
public readonly record struct VideoFormat(
    PixelLayout Layout,
    int Width,
    int Height,
    double Fps,
    VideoPlane Plane0,
    VideoPlane Plane1,
    VideoPlane Plane2)
{
    private const int RangeIndex = 0;    // GstVideoColorimetry: range, matrix, transfer, primaries
    private const int MatrixIndex = 1;
    private const int FullRange = 1;     // GST_VIDEO_COLOR_RANGE_0_255

    /// <summary>Samples use all of 0..255, as in JPEG, and not 16..235.</summary>
    public bool IsFullRange { get; init; }

    public ColorMatrix Matrix { get; init; }

    /// <summary>Reads the caps of a sample. False when they are not video.</summary>
    public static unsafe bool TryRead(in Sample sample, out VideoFormat format)
    {
        GstVideoNative.GstVideoInfo info = default;
        format = default;
        if (sample.CapsId == 0 || GstVideoNative.gst_video_info_from_caps(&info, sample.CapsId) == 0) return false;
        int layout = *info.FormatInfo;
        format = new VideoFormat(
            Enum.IsDefined((PixelLayout)layout) ? (PixelLayout)layout : PixelLayout.None,
            info.Width,
            info.Height,
            info.FpsD > 0 ? (double)info.FpsN / info.FpsD : 0,
            new VideoPlane((int)info.Offset[0], info.Stride[0]),
            new VideoPlane((int)info.Offset[1], info.Stride[1]),
            new VideoPlane((int)info.Offset[2], info.Stride[2]))
        {
            IsFullRange = info.Colorimetry[RangeIndex] == FullRange,
            Matrix = Enum.IsDefined((ColorMatrix)info.Colorimetry[MatrixIndex]) ? (ColorMatrix)info.Colorimetry[MatrixIndex] : ColorMatrix.Bt601,
        };
        return true;
    }

    /// <summary>I420 as GStreamer lays it out by default: rows on 4 bytes, chroma rows on half of an even height.</summary>
    public static VideoFormat I420(int width, int height, double fps)
    {
        int strideY = Align4(width);
        int strideC = Align4((width + 1) / 2);
        int rows = (height + 1) & ~1;
        int u = strideY * rows;
        return new VideoFormat(PixelLayout.I420, width, height, fps,
            new VideoPlane(0, strideY), new VideoPlane(u, strideC), new VideoPlane(u + strideC * rows / 2, strideC));
    }

    /// <summary>Bytes of one I420 buffer in the default layout.</summary>
    public int I420Size => Plane2.Offset + Plane2.Stride * ((Height + 1) / 2);

    /// <summary>The same format, with the offsets and strides that this very buffer declares (GstVideoMeta), if it does.</summary>
    public unsafe VideoFormat Of(in MediaBuffer buffer)
    {
        var meta = (GstVideoNative.GstVideoMeta*)GstNative.gst_buffer_get_meta(
            buffer.Native, GstVideoNative.gst_video_meta_api_get_type());
        if (meta == null) return this;
        return this with
        {
            Plane0 = new VideoPlane((int)meta->Offset[0], meta->Stride[0]),
            Plane1 = new VideoPlane((int)meta->Offset[1], meta->Stride[1]),
            Plane2 = new VideoPlane((int)meta->Offset[2], meta->Stride[2]),
        };
    }

    private static int Align4(int value) => (value + 3) & ~3;
}

/// <summary>Where a plane starts in the buffer and how far apart its rows are, in bytes.</summary>
public readonly record struct VideoPlane(int Offset, int Stride);
