using System.Runtime.Intrinsics;
using Lookout.Vision;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// I420 or NV12 to BGR, rows without gaps, each chroma sample standing for its 2 x 2 pixels. What chroma adds is worked out once for
/// two rows; a row is then sixteen pixels at a time. For one thread; allocates only for a width beyond those before.
/// </summary>
internal sealed class BgrPicture
{
    private const int Half = 1 << (YuvWeights.Shift - 1);
    private const int ChromaZero = 128;
    private const int Block = 16;
    private int[] _red = [];
    private int[] _green = [];
    private int[] _blue = [];

    /// <summary>Bytes of a picture.</summary>
    public static int Length(int width, int height) => LegacyProtocol.Channels * width * height;

    public void Write(in YuvFrame frame, in YuvWeights weights, Span<byte> bgr)
    {
        int width = frame.Width;
        if (_red.Length <= width) (_red, _green, _blue) = (new int[width + 1], new int[width + 1], new int[width + 1]);
        for (int y = 0; y < frame.Height; y++)
        {
            if ((y & 1) == 0) AddChroma(frame, weights, y / 2);
            WriteRow(frame.Y.Slice(y * frame.StrideY, width), weights, bgr.Slice(LegacyProtocol.Channels * width * y, LegacyProtocol.Channels * width));
        }
    }

    private void AddChroma(in YuvFrame frame, in YuvWeights weights, int row)
    {
        bool pairs = frame.Layout == YuvLayout.Nv12;
        int columns = (frame.Width + 1) / 2;
        ReadOnlySpan<byte> us = frame.U.Slice(row * frame.StrideU, pairs ? 2 * columns : columns);
        ReadOnlySpan<byte> vs = pairs ? us[1..] : frame.V.Slice(row * frame.StrideV, columns);
        int step = pairs ? 2 : 1;
        for (int x = 0; x < columns; x++)
        {
            int u = us[x * step] - ChromaZero;
            int v = vs[x * step] - ChromaZero;
            _red[2 * x] = _red[2 * x + 1] = Half + weights.RedV * v;
            _green[2 * x] = _green[2 * x + 1] = Half + weights.GreenU * u + weights.GreenV * v;
            _blue[2 * x] = _blue[2 * x + 1] = Half + weights.BlueU * u;
        }
    }

    private void WriteRow(ReadOnlySpan<byte> luma, in YuvWeights weights, Span<byte> bgr)
    {
        int x = 0;
        for (; x <= luma.Length - Block; x += Block)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(luma.Slice(x, Block)));
            (Vector128<uint> a, Vector128<uint> b) = Vector128.Widen(low);
            (Vector128<uint> c, Vector128<uint> d) = Vector128.Widen(high);
            var lumas = new Sixteen(Scale(a, weights), Scale(b, weights), Scale(c, weights), Scale(d, weights));
            Interleave(lumas.Plus(_blue.AsSpan(x)), lumas.Plus(_green.AsSpan(x)), lumas.Plus(_red.AsSpan(x)), bgr[(LegacyProtocol.Channels * x)..]);
        }
        for (; x < luma.Length; x++)
        {
            int scaled = Math.Max(luma[x] - weights.Black, 0) * weights.Luma;
            bgr[3 * x] = Clip(scaled + _blue[x]);
            bgr[3 * x + 1] = Clip(scaled + _green[x]);
            bgr[3 * x + 2] = Clip(scaled + _red[x]);
        }
    }

    private static Vector128<int> Scale(Vector128<uint> luma, in YuvWeights weights) =>
        Vector128.Max(luma.AsInt32() - Vector128.Create(weights.Black), Vector128<int>.Zero) * weights.Luma;

    private static byte Clip(int value) => (byte)Math.Clamp(value >> YuvWeights.Shift, 0, 255);

    // b0 g0 r0 b1 ... b15 g15 r15; an index outside a vector gives 0.
    private static void Interleave(Vector128<byte> b, Vector128<byte> g, Vector128<byte> r, Span<byte> target)
    {
        const byte o = 255;
        (Vector128.Shuffle(b, Vector128.Create(0, o, o, 1, o, o, 2, o, o, 3, o, o, 4, o, o, 5))
            | Vector128.Shuffle(g, Vector128.Create(o, 0, o, o, 1, o, o, 2, o, o, 3, o, o, 4, o, o))
            | Vector128.Shuffle(r, Vector128.Create(o, o, 0, o, o, 1, o, o, 2, o, o, 3, o, o, 4, o))).CopyTo(target);
        (Vector128.Shuffle(b, Vector128.Create(o, o, 6, o, o, 7, o, o, 8, o, o, 9, o, o, 10, o))
            | Vector128.Shuffle(g, Vector128.Create(5, o, o, 6, o, o, 7, o, o, 8, o, o, 9, o, o, 10))
            | Vector128.Shuffle(r, Vector128.Create(o, 5, o, o, 6, o, o, 7, o, o, 8, o, o, 9, o, o))).CopyTo(target[Block..]);
        (Vector128.Shuffle(b, Vector128.Create(o, 11, o, o, 12, o, o, 13, o, o, 14, o, o, 15, o, o))
            | Vector128.Shuffle(g, Vector128.Create(o, o, 11, o, o, 12, o, o, 13, o, o, 14, o, o, 15, o))
            | Vector128.Shuffle(r, Vector128.Create(10, o, o, 11, o, o, 12, o, o, 13, o, o, 14, o, o, 15))).CopyTo(target[(2 * Block)..]);
    }

    /// <summary>Sixteen numbers in 16.16.</summary>
    private readonly struct Sixteen(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d)
    {
        private readonly Vector128<int> _a = a, _b = b, _c = c, _d = d;

        /// <summary>The sums, rounded down and clipped to bytes.</summary>
        public Vector128<byte> Plus(ReadOnlySpan<int> chroma) => Vector128.Narrow(
            Vector128.Narrow(Clip(_a + Vector128.Create(chroma)), Clip(_b + Vector128.Create(chroma[4..]))).AsUInt16(),
            Vector128.Narrow(Clip(_c + Vector128.Create(chroma[8..])), Clip(_d + Vector128.Create(chroma[12..]))).AsUInt16());

        private static Vector128<int> Clip(Vector128<int> value) =>
            Vector128.Min(Vector128.Max(value >> YuvWeights.Shift, Vector128<int>.Zero), Vector128.Create(255));
    }
}
