namespace Lookout.Vision;

/// <summary>
/// One 8-bit picture, borrowed from the caller for the length of a call. Samples are read as BT.601, limited range.
/// Chroma has (Width + 1) / 2 columns and, in 4:2:0, (Height + 1) / 2 rows; a stride is in bytes and may be larger than its row.
/// </summary>
public readonly ref struct YuvFrame
{
    /// <summary>The largest width and height that is accepted.</summary>
    public const int MaxSide = 8192;

    /// <param name="layout">Where U and V lie.</param>
    /// <param name="width">1..<see cref="MaxSide"/> pixels; may be odd.</param>
    /// <param name="height">1..<see cref="MaxSide"/> pixels; may be odd.</param>
    /// <param name="y">The luma plane, at least (height - 1) * strideY + width bytes. YUYV: the only plane, whole pairs of pixels a row.</param>
    /// <param name="strideY">Bytes from one row of <paramref name="y"/> to the next.</param>
    /// <param name="u">I420: the U plane. NV12: the plane of U, V pairs. YUYV: empty.</param>
    /// <param name="strideU">Bytes from one row of <paramref name="u"/> to the next.</param>
    /// <param name="v">I420: the V plane. Otherwise empty.</param>
    /// <param name="strideV">Bytes from one row of <paramref name="v"/> to the next; not looked at when it is empty.</param>
    /// <exception cref="ArgumentException">The size is out of range, or a plane is too short for it.</exception>
    public YuvFrame(
        YuvLayout layout, int width, int height,
        ReadOnlySpan<byte> y, int strideY, ReadOnlySpan<byte> u, int strideU, ReadOnlySpan<byte> v, int strideV)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide)
            throw new ArgumentException($"A picture of {width}x{height} is not within 1..{MaxSide} pixels a side.");

        int chromaWidth = (width + 1) / 2;
        int chromaHeight = (height + 1) / 2;
        Require(y, strideY, layout == YuvLayout.Yuyv ? 4 * chromaWidth : width, height, nameof(y));
        switch (layout)
        {
            case YuvLayout.I420:
                Require(u, strideU, chromaWidth, chromaHeight, nameof(u));
                Require(v, strideV, chromaWidth, chromaHeight, nameof(v));
                break;
            case YuvLayout.Nv12:
                Require(u, strideU, 2 * chromaWidth, chromaHeight, nameof(u));
                if (!v.IsEmpty) throw new ArgumentException("NV12 has no third plane.", nameof(v));
                break;
            case YuvLayout.Yuyv:
                if (!u.IsEmpty) throw new ArgumentException("YUYV has no second plane.", nameof(u));
                if (!v.IsEmpty) throw new ArgumentException("YUYV has no third plane.", nameof(v));
                break;
            default:
                throw new ArgumentException($"{layout} is not a layout.", nameof(layout));
        }

        Layout = layout;
        Width = width;
        Height = height;
        Y = y;
        StrideY = strideY;
        U = u;
        StrideU = strideU;
        V = v;
        StrideV = strideV;
    }

    public YuvLayout Layout { get; }
    public int Width { get; }
    public int Height { get; }
    public ReadOnlySpan<byte> Y { get; }
    public int StrideY { get; }
    public ReadOnlySpan<byte> U { get; }
    public int StrideU { get; }
    public ReadOnlySpan<byte> V { get; }
    public int StrideV { get; }

    /// <summary>Whether it is a part of another picture.</summary>
    internal bool IsPart { get; private init; }

    /// <summary>A part of the picture, read in place. Chroma belongs to two columns and two rows, so that a part begins at even ones.</summary>
    /// <param name="x">Left column, even.</param>
    /// <param name="y">Upper row, even.</param>
    /// <param name="width">At least 1; with <paramref name="x"/> within the picture.</param>
    /// <param name="height">At least 1; with <paramref name="y"/> within the picture.</param>
    /// <exception cref="ArgumentException">It does not lie within the picture, or begins at an odd column or row.</exception>
    public YuvFrame Part(int x, int y, int width, int height)
    {
        if (((x | y) & 1) != 0 || x < 0 || y < 0 || width < 1 || height < 1 || width > Width - x || height > Height - y)
            throw new ArgumentException($"{width}x{height} at {x}, {y} is no part of a picture of {Width}x{Height}.");
        if (Layout == YuvLayout.Yuyv)
            return new YuvFrame(Layout, width, height, Y[(y * StrideY + 2 * x)..], StrideY, default, 0, default, 0) { IsPart = true };
        int chroma = Layout == YuvLayout.Nv12 ? x : x / 2;
        return new YuvFrame(
            Layout, width, height,
            Y[(y * StrideY + x)..], StrideY, U[(y / 2 * StrideU + chroma)..], StrideU,
            Layout == YuvLayout.Nv12 ? default : V[(y / 2 * StrideV + chroma)..], StrideV)
        {
            IsPart = true,
        };
    }

    private static void Require(ReadOnlySpan<byte> plane, int stride, int rowBytes, int rows, string name)
    {
        if (stride < rowBytes)
            throw new ArgumentException($"A stride of {stride} bytes is shorter than a row of {rowBytes}.", name);
        // 64-bit: a stride comes from a driver and may be anything.
        long needed = (rows - 1L) * stride + rowBytes;
        if (plane.Length < needed)
            throw new ArgumentException($"The plane has {plane.Length} bytes; {rows} rows of stride {stride} need {needed}.", name);
    }
}
