using System.Diagnostics;

namespace Lookout.Vision.Tests.Parts;

/// <summary>A picture in memory of its own, with strides wider than its rows when asked for.</summary>
internal sealed class Picture
{
    public readonly YuvLayout Layout;
    public readonly int Width;
    public readonly int Height;
    public readonly int StrideY;
    public readonly int StrideChroma;
    public readonly byte[] Y;
    public readonly byte[] U;
    public readonly byte[] V;

    public Picture(YuvLayout layout, int width, int height, int padding = 0)
    {
        Layout = layout;
        Width = width;
        Height = height;
        int chroma = ChromaWidth * (layout == YuvLayout.Nv12 ? 2 : 1);
        int luma = layout == YuvLayout.Yuyv ? 4 * ChromaWidth : width;
        StrideY = luma + padding;
        StrideChroma = layout == YuvLayout.Yuyv ? 0 : chroma + padding;
        // Not a byte more than the last row needs: a read past it would leave the array.
        Y = new byte[(height - 1) * StrideY + luma];
        U = layout == YuvLayout.Yuyv ? [] : new byte[(ChromaHeight - 1) * StrideChroma + chroma];
        V = layout == YuvLayout.I420 ? new byte[U.Length] : [];
    }

    public int ChromaWidth => (Width + 1) / 2;
    public int ChromaHeight => Layout == YuvLayout.Yuyv ? Height : (Height + 1) / 2;
    public YuvFrame Frame => new(Layout, Width, Height, Y, StrideY, U, StrideChroma, V, Layout == YuvLayout.I420 ? StrideChroma : 0);

    public byte LumaAt(int x, int y) => Y[LumaPlace(x, y)];

    public byte ChromaAt(int plane, int x, int y) => Layout switch
    {
        YuvLayout.Nv12 => U[y * StrideChroma + 2 * x + plane],
        YuvLayout.Yuyv => Y[y * StrideY + 4 * x + 1 + 2 * plane],
        _ => (plane == 0 ? U : V)[y * StrideChroma + x],
    };

    /// <summary>Noise in every byte, the padding too.</summary>
    public Picture Noise(int seed)
    {
        var random = new Random(seed);
        random.NextBytes(Y);
        random.NextBytes(U);
        random.NextBytes(V);
        return this;
    }

    /// <summary>Luma rises to the right, U downwards, V along the diagonal.</summary>
    public Picture Gradient()
    {
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                SetLuma(x, y, (byte)(255 * x / Math.Max(1, Width - 1)));
        for (int y = 0; y < ChromaHeight; y++)
            for (int x = 0; x < ChromaWidth; x++)
                SetChroma(x, y, (byte)(255 * y / ChromaHeight), (byte)(255 * (x + y) / (ChromaWidth + ChromaHeight)));
        return this;
    }

    public Picture Fill(byte y, byte u, byte v)
    {
        Array.Fill(Y, y);
        for (int row = 0; row < ChromaHeight; row++)
            for (int x = 0; x < ChromaWidth; x++)
                SetChroma(x, row, u, v);
        return this;
    }

    /// <summary>The same picture in another layout; rows of chroma that the other has not are left out, or are there twice.</summary>
    public Picture As(YuvLayout layout, int padding = 0)
    {
        var other = new Picture(layout, Width, Height, padding);
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                other.SetLuma(x, y, LumaAt(x, y));
        for (int y = 0; y < other.ChromaHeight; y++)
        {
            int from = y * (ChromaHeight > other.ChromaHeight ? 2 : 1) / (ChromaHeight < other.ChromaHeight ? 2 : 1);
            for (int x = 0; x < ChromaWidth; x++)
                other.SetChroma(x, y, ChromaAt(0, x, from), ChromaAt(1, x, from));
        }
        return other;
    }

    /// <summary>The same picture turned clockwise by quarters, sample by sample. Sides that turn must be even.</summary>
    public Picture Turned(int quarters)
    {
        Picture turned = this;
        for (int i = 0; i < quarters; i++) turned = turned.TurnedOnce();
        return turned;
    }

    private Picture TurnedOnce()
    {
        var other = new Picture(Layout, Height, Width);
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                other.SetLuma(Height - 1 - y, x, LumaAt(x, y));
        for (int y = 0; y < ChromaHeight; y++)
            for (int x = 0; x < ChromaWidth; x++)
                other.SetChroma(ChromaHeight - 1 - y, x, ChromaAt(0, x, y), ChromaAt(1, x, y));
        return other;
    }

    /// <summary>One frame of a clip (a photograph has one), decoded by ffmpeg and, if asked, cropped, scaled to another size and filtered.</summary>
    public static Picture FromClip(string clip, int frame, int width = 1280, int height = 720, string filter = "null", string before = "null")
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[
            "-nostdin", "-loglevel", "error", "-i", clip, "-vf", $"select=eq(n\\,{frame}),{before},scale={width}:{height},{filter}",
            "-frames:v", "1", "-pix_fmt", "yuv420p", "-f", "rawvideo", "-"])
            start.ArgumentList.Add(argument);
        using Process ffmpeg = Process.Start(start)!;
        Task<string> complaints = ffmpeg.StandardError.ReadToEndAsync();

        var picture = new Picture(YuvLayout.I420, width, height);
        ffmpeg.StandardOutput.BaseStream.ReadExactly(picture.Y);
        ffmpeg.StandardOutput.BaseStream.ReadExactly(picture.U);
        ffmpeg.StandardOutput.BaseStream.ReadExactly(picture.V);
        ffmpeg.WaitForExit();
        Assert.True(ffmpeg.ExitCode == 0, complaints.GetAwaiter().GetResult());
        return picture;
    }

    public void SetLuma(int x, int y, byte value) => Y[LumaPlace(x, y)] = value;

    public void SetChroma(int x, int y, byte u, byte v)
    {
        switch (Layout)
        {
            case YuvLayout.Nv12:
                U[y * StrideChroma + 2 * x] = u;
                U[y * StrideChroma + 2 * x + 1] = v;
                break;
            case YuvLayout.Yuyv:
                Y[y * StrideY + 4 * x + 1] = u;
                Y[y * StrideY + 4 * x + 3] = v;
                break;
            default:
                U[y * StrideChroma + x] = u;
                V[y * StrideChroma + x] = v;
                break;
        }
    }

    private int LumaPlace(int x, int y) => y * StrideY + (Layout == YuvLayout.Yuyv ? 2 * x : x);
}
